# The API of tax figures.
api-part-tax-returns = Tax returns
api-tax-summary = What documents come to in each tax, and the accounts of taxes held against them; with Accept: text/csv, the taxes as rows
api-vat-book-issued = The VAT book of what is issued, in the official columns: a row for each document and rate, limit documents a page; with Accept: text/csv, the whole
api-vat-book-received = The VAT book of what is received, in the official columns: a row for each document and rate, limit documents a page; with Accept: text/csv, the whole
api-tax-returns = The returns that concern the organization in a calendar year, with their deadlines (weekends are moved to Monday, holidays are not) and what they come to
api-tax-return = A return with its boxes, computed from documents as they are now. The period is 2026-1T or 2026; each box tells at most twenty documents and how many there are, and limit and cursor page the records of informative returns
api-tax-return-box = The documents behind a box
api-query-year = The calendar year; this one where it is not told
