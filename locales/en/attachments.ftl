### Files attached to journal entries

attachments = Attached files
attachments-none = There is no file yet: the invoice, the receipt, the statement.
attachments-choose = Attach files
attachments-help = Drop them here or choose them; up to { $max } MB each, ten at once.
attachments-add = Attach
attachments-most = The entry has { $max } files already, the most it can have.
attachments-fixed = The day of the entry is closed or locked: files can be attached, but none that is there removed.
attachments-remove-question = Remove “{ $name }” from the entry?
attachments-remove-about = The file is deleted and cannot be had back. The activity will say who removed it.
attachments-save-named = Download { $name }
attachments-to-saved = { $entry }: attach files
attachments-size-b = { $size } B
attachments-size-kb = { $size } kB
attachments-size-mb = { $size } MB
flash-attached =
    { $count ->
       [one] File attached.
       *[other] { $count } files attached.
    }
flash-attachment-removed = File removed from the entry.
problem-attachment-fixed = The day of the entry is closed or locked: its files cannot be removed
activity-attachment-added = attached a file to the entry
activity-attachment-removed = removed a file from the entry
api-attachments = The files of an entry
api-attachments-add = Attaches a file to an entry, with the form `file`; one that is there already is answered as it is
api-attachment = What is in a file, to be saved; `inline` to be seen, where it is an image or a PDF
api-attachment-remove = Removes a file from an entry whose day is open
api-query-inline = To be seen in the browser instead of being saved
