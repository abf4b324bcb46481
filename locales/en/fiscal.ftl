# The fiscal profile, obligations and the tax calendar.
client-tab-fiscal = Fiscal profile
fiscal-quarter = Q{ $quarter } { $year }
fiscal-no-fields = This client's country has no fiscal fields.
fiscal-empty = Nothing is known yet. Obligations and their dates follow from the profile.
fiscal-fill = Fill in the fiscal profile
fiscal-no-rules = There are no rules for this authority: its obligations are added by hand, with their date. Those of companies and labour are computed.
fiscal-part-who = Identity
fiscal-part-activity = Activity
fiscal-part-vat = VAT
fiscal-part-intra = Intra-Community operations
fiscal-part-income = Income taxes
fiscal-part-withholding = Withholding
fiscal-part-accounts = Accounts
fiscal-part-people = Administrators, certificates and representations
fiscal-history = History of the profile
fiscal-fact = Fact
fiscal-value = Value
fiscal-from = From
fiscal-to = To
fiscal-said-by = Said by
fiscal-always = Always
fiscal-since = Since when
fiscal-since-help = Empty: what was never told holds since always, and what changes, since today.
fiscal-profile-years = Years
fiscal-proposals = Obligations of { $year }
fiscal-proposals-none = { $count ->
    [0] No obligation of this year follows from the profile.
    [one] The profile's obligation is in the calendar.
   *[other] The profile's { $count } obligations are in the calendar.
  }
fiscal-proposals-told = The profile proposes to { $added ->
    [one] add one obligation
   *[other] add { $added } obligations
  }, end { $ended } and move the date of { $moved }.
fiscal-proposals-see = See which and why
fiscal-accept = { $count ->
    [one] Accept the change
   *[other] Accept the { $count } changes
  }
fiscal-added = Added
fiscal-moved = With another date
fiscal-ended = Ended
fiscal-ended-reason = The fiscal profile no longer asks it
fiscal-see-calendar = See them in the tax calendar
fiscal-past-year = It is a past year: accept them only if you want them on file.
flash-obligations-accepted = { $count ->
    [one] One change accepted.
   *[other] { $count } changes accepted.
  }

# Fields.
field-legal-form = Legal form
legal-form-individual = Natural person
legal-form-sl = Limited company (SL)
legal-form-sa = Public limited company (SA)
legal-form-cooperative = Cooperative
legal-form-community-of-goods = Community of goods
legal-form-civil-partnership = Civil partnership
legal-form-association = Association
legal-form-foundation = Foundation
legal-form-community-of-owners = Community of owners
legal-form-public-body = Public body
legal-form-non-resident = Non-resident
legal-form-other = Other
field-tax-authority = Tax authority
fiscal-authority-help = Who collects its taxes: the calendar has rules of the State's agency.
tax-authority-aeat = AEAT
tax-authority-alava = Treasury of Álava
tax-authority-bizkaia = Treasury of Bizkaia
tax-authority-gipuzkoa = Treasury of Gipuzkoa
tax-authority-navarra = Treasury of Navarre
tax-authority-canarias = AEAT and IGIC (Canary Islands)
tax-authority-ceuta = AEAT and IPSI (Ceuta)
tax-authority-melilla = AEAT and IPSI (Melilla)
field-community = Autonomous community
fiscal-community-help = Its holidays and those of the municipality move dates.
community-ES-AN = Andalusia
community-ES-AR = Aragon
community-ES-AS = Asturias
community-ES-IB = Balearic Islands
community-ES-CN = Canary Islands
community-ES-CB = Cantabria
community-ES-CL = Castile and León
community-ES-CM = Castilla-La Mancha
community-ES-CT = Catalonia
community-ES-EX = Extremadura
community-ES-GA = Galicia
community-ES-MD = Madrid
community-ES-MC = Murcia
community-ES-NC = Navarre
community-ES-PV = Basque Country
community-ES-RI = La Rioja
community-ES-VC = Valencian Community
community-ES-CE = Ceuta
community-ES-ML = Melilla
field-municipality = Municipality
field-active-from = Registered
field-active-to = Deregistered
field-fiscal-year-end = Month in which the fiscal year ends
field-cnae = CNAE-2025
fiscal-cnae-help = Code and words; several activities, separated by commas.
field-iae = IAE headings
fiscal-iae-help = Code and words; several, separated by commas.
field-iae-first-year = First year without IAE exemption
fiscal-iae-first-year-help = Form 840 is filed in December of the year before.
field-vat-regime = VAT regime
vat-regime-general = General
vat-regime-simplified = Simplified
vat-regime-equivalence = Equivalence surcharge
vat-regime-agriculture = Agriculture, livestock and fishing
vat-regime-exempt = Exempt
vat-regime-not-subject = Not subject
field-vat-period = VAT period
vat-period-quarter = Quarter
vat-period-month = Month
intra-community-period-quarter = Quarter
intra-community-period-month = Month
field-redeme = Registered for monthly refunds (REDEME)
field-sii = Keeps its books by immediate supply (SII)
field-cash-criterion = Cash criterion
field-annual-vat-exempt = Exempt from the annual summary (390)
field-roi = Registered as intra-Community operator (VIES)
field-intra-community = Has intra-Community operations
field-intra-community-period = Period of form 349
field-third-party-operations = Goes beyond €3,005.06 a year with somebody (347)
field-income-tax = Income tax
income-tax-direct-normal = Personal, direct normal
income-tax-direct-simplified = Personal, direct simplified
income-tax-objective = Personal, objective
income-tax-corporate = Corporate tax
income-tax-attribution = Attribution of income
income-tax-none = None
field-withheld-income = At least 70% of its income bears withholding
field-corporate-instalments = Pays instalments of corporate tax
field-related-operations = Related-party operations that are declared
field-assets-abroad = Assets abroad that are declared
field-large-company = Large company
field-has-employees = Has employees
field-pays-professionals = Pays professionals with withholding
field-rent-withholding = Pays rents with withholding
field-capital-withholding = Pays dividends or interest with withholding
field-social-security-accounts = Social-security accounts
fiscal-ccc-help = Eleven digits each; several, separated by commas.
field-bank-accounts = Bank accounts
fiscal-ibans-help = IBAN; several, separated by commas.
field-administrators = Administrators
fiscal-administrators-help = One a line: name; tax id; position; from; to.
field-certificates = Electronic certificates
fiscal-certificates-help = One a line: holder; issuer; expiry. Never the key.
field-representations = Representations
fiscal-representations-help = One a line: which (social collaboration, power of attorney, RED…); from; to.

# Errors.
error-fiscal-ccc = A social-security account has eleven digits.
error-fiscal-before = It is before the registration.
error-fiscal-period = A period is written 2026-Q1, 2026-03 or 2026.
error-fiscal-legal-day = The rule computes the legal date; it is not typed.
error-fiscal-future = That day has not come yet.
error-fiscal-late-reason = It was filed late: say why.
problem-fiscal-country = The client's country has no fiscal fields.

# States.
obligation-state-pending = Pending
obligation-state-in-preparation = In preparation
obligation-state-waiting-approval = Awaiting approval
obligation-state-filed = Filed
obligation-state-paid = Paid
obligation-state-not-applicable = Not applicable

# Activity.
activity-fiscal-profile-updated = changed the fiscal profile of
activity-obligations-derived = accepted the obligations of
activity-obligation-added = added an obligation of
activity-obligation-changed = changed an obligation of
field-obligation = Obligation
field-obligation-state = State
field-obligations-added = Added
field-obligations-ended = Ended
field-obligations-moved = With another date
field-late-reason = Why it was filed late
field-filed-on = Filing date
field-paid-on = Payment date
field-csv = CSV code
field-proof-document-id = Proof
field-legal-due-on = Legal date

# Tax calendar.
fiscal = Tax calendar
fiscal-view-quarter = Quarter
fiscal-view-month = Month
fiscal-view-year = Year
fiscal-view-person = By person
fiscal-file = Record filing
fiscal-filters = Filters
fiscal-filter = Filter
fiscal-clear = Clear filters
fiscal-before = Period before
fiscal-after = Period after
fiscal-search = Client or tax id
fiscal-model = Form
fiscal-all-models = All forms
fiscal-all-states = Any state
fiscal-person = Person
fiscal-all-people = Whole team
fiscal-nobody = Nobody
fiscal-client-s = Whoever looks after the client
fiscal-only-late = Late ({ $count })
fiscal-without = Without obligations
fiscal-none = There are no obligations in this period. They follow from each client's fiscal profile.
fiscal-none-such = No obligation is like that.
fiscal-fill-profiles = Go to clients
fiscal-region = Clients and obligations
fiscal-caption = Obligations of { $period }
fiscal-client = Client
fiscal-tax-id = Tax id
fiscal-what = What it is
fiscal-period = Period
fiscal-of-clients = { $count } of { $all }
fiscal-debit-short = debit { $day }
fiscal-done-of = { $done } of { $all }
fiscal-late-count = { $count } late
fiscal-late = Late
fiscal-late-days = { $count ->
    [one] 1 day late
   *[other] { $count } days late
  }
fiscal-left = Left to file
fiscal-not-obliged = Not obliged
fiscal-more = and { $count } more
fiscal-choose = Choose { $name }
fiscal-pages = Pages
fiscal-about-dates = Dates move with weekends and the client's holidays.
fiscal-keys = Keys: arrows, Enter opens, x chooses, p files, [ and ] change the period.
fiscal-total = Total
fiscal-close = Close the panel
fiscal-dates = Dates
fiscal-legal = Legal
fiscal-debit = Direct debit
fiscal-opens = Opens
fiscal-why = Why it is obliged
fiscal-by-hand = It was added by hand: it follows from no rule.
fiscal-since-day = since { $day }
fiscal-moved-from = The term ended on { $day } and goes on to the next working day:
fiscal-moved-weekend = it was a weekend.
fiscal-calendar-unknown = The holidays of its community for that year are not published or not here: check the date.
fiscal-rule-source = Rule { $rule } · { $source }
fiscal-change-facts = Change the facts
fiscal-in-books = In the books
fiscal-filed-in-books = Filed on { $day }, proof { $reference }, result €{ $amount }.
fiscal-take = Take this filing
fiscal-from-books = Taken from the books
fiscal-proof = Proof of filing
fiscal-change = Change
fiscal-done = History
fiscal-amount = Amount (€)
fiscal-amount-help = To be paid; with a minus, to come back.
fiscal-reason = Reason
fiscal-reason-help = Needed for “Not applicable”.
fiscal-as-is = As it is
fiscal-none-chosen = Nothing is chosen. In the calendar, choose cells with the key x or their box.
fiscal-filings = { $count ->
    [one] One filing
   *[other] { $count } filings
  }
fiscal-until = until { $day }
fiscal-file-count = { $count ->
    [one] Record the filing
   *[other] Record { $count } filings
  }
fiscal-change-count = { $count ->
    [one] Change it
   *[other] Change all { $count }
  }
fiscal-for-all = Or change all at once
fiscal-saved-rest = Saved: { $saved }. Left to correct: { $left }.
fiscal-file-name = tax-calendar
fiscal-weekday-1 = Monday
fiscal-weekday-2 = Tuesday
fiscal-weekday-3 = Wednesday
fiscal-weekday-4 = Thursday
fiscal-weekday-5 = Friday
fiscal-weekday-6 = Saturday
fiscal-weekday-7 = Sunday
flash-obligation-saved = Saved: { $name }.
flash-obligations-saved = { $count ->
    [one] One obligation saved.
   *[other] { $count } obligations saved.
  }
problem-fiscal-too-many = There are more obligations than fit in a calendar: choose a shorter period.
fiscal-reference = Proof number
field-filing-reference = Proof number
field-filing-amount = Amount
job-return-filed = Obligations that the books file
