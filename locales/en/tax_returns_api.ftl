# The API of tax figures.
api-part-tax-returns = Tax returns
api-tax-summary = What documents come to in each tax, and the accounts of taxes held against them; with Accept: text/csv, the taxes as rows
api-vat-book-issued = The VAT book of what is issued, in the official columns: a row for each document and rate, limit documents a page; with Accept: text/csv, the whole
api-vat-book-received = The VAT book of what is received, in the official columns: a row for each document and rate, limit documents a page; with Accept: text/csv, the whole
api-tax-returns = The returns that concern the organization in a calendar year, with their deadlines (weekends are moved to Monday, holidays are not) and what they come to
api-tax-return = A return with its boxes, computed from documents as they are now. The period is 2026-1T or 2026; each box tells at most twenty documents and how many there are, and limit and cursor page the records of informative returns
api-tax-return-box = The documents behind a box
api-query-year = The calendar year; this one where it is not told
api-tax-return-approve = Approves the boxes of a return as they are; fingerprint, where it is told, must be the one that was read
api-tax-return-file = Marks a return as filed: keeps its boxes, records and documents, posts the settlement entry and locks sales, purchases and taxes to the period's end. reason is required where it does not tie with the ledger; outcome chooses between carrying and refund where the law lets
api-tax-return-pay = Records the payment of a filed return, or its refund, on an account
api-tax-return-rectify = Begins what corrects a filed return: rectifying, complementary or substitute, as the law of each has it
api-tax-return-reopen = Takes the last step of a return back: the payment, the filing, the approval or the correction that was begun. A filing is taken back only where no later period is filed
api-tax-return-prove = Keeps the proof of a filed return, in place of another
api-tax-return-proof = The proof that is kept
api-tax-return-layout = The return's file in the tax agency's record design, in ISO 8859-1; 404 where the catalogue has none
