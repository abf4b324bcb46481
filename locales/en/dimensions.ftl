# Dimensions: projects, cost centres and whatever else tells postings apart.
preferences-dimensions = Dimensions
preferences-dimensions-about = Projects, cost centres and their values.
preferences-dimensions-count =
    { $count ->
        [one] { $number } row
       *[other] { $number } rows
    }
dimension-project = Project
dimension-cost-center = Cost centre
records-dimensions = Dimensions
records-dimensions-new = New dimension
records-dimensions-edit = Edit dimension
records-dimensions-about = What tells postings apart beside their account: projects, cost centres and those that you add. They are typed in the Dimensions column of an entry.
column-dimensions-code = Code
column-dimensions-name = Name
column-dimensions-required-on = Required on accounts that begin with
records-dimension-values = Values of dimensions
records-dimension-values-new = New value
records-dimension-values-edit = Edit value
records-dimension-values-about = The projects, centres and other values that postings carry. What was used already is deactivated, and stays in reports.
column-dimension-values-dimension-id = Dimension
column-dimension-values-code = Code
column-dimension-values-name = Name
column-dimension-values-valid-from = Valid from
column-dimension-values-valid-to = Valid until
error-dimension-code = Use small letters, digits, hyphens and underscores, two or more and a letter first; text, ref, number and name cannot be used.
error-dimension-accounts = Type beginnings of account codes separated by commas, such as 6, 70.
error-dimension-unknown = There is no active dimension “{ $dimension }”.
error-tag-code = Use letters, digits, dots, slashes and hyphens, without spaces.
error-tag-unknown = There is no value “{ $value }”.
error-tag-inactive = The value “{ $value }” of { $dimension } is no longer used.
error-tag-not-valid = The value “{ $value }” of { $dimension } is not valid on this date.
error-tag-required = This account needs a value of { $dimension }.
entry-tags = Dimensions
entry-cell-tags = Line { $line }, dimensions
reports-every-tag = All
reports-dimension = Dimension
reports-untagged = Without value
reports-result = Result
tag-analysis = Analysis by dimensions
tag-analysis-about = Income, expenses and result of each project, centre or whatever tells your postings apart.
tag-analysis-none = There are no dimensions yet. Add one, and its values, to tell postings apart.
tag-analysis-cut = the first { $max } values are shown; the files have them all
tag-analysis-file = analysis-by-dimensions-{ $from }-{ $to }
api-tag-analysis = Income and expenses by account and by the values of a dimension; the first active one where none is named
api-query-tag = Only the postings with this value of a dimension, such as project:NAVE2
api-query-dimension = The code of the dimension
