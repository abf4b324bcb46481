# The API of the fiscal profile and obligations.
api-part-obligations = Obligations
api-fiscal-profile = The fiscal profile of a client on a day, with each field's history
api-fiscal-profile-change = Changes fields of the fiscal profile; valid_from says since when they hold: where it is left out, what was never told holds since always and what changes, since today
api-obligations = Obligations by their legal date, of a client, a period or a state
api-obligations-add = Adds an obligation; the legal date follows from the rule, and is told only where there is none
api-obligation = An obligation with its explanation
api-obligations-change = Changes an obligation's state, person or proof
api-obligation-proposals = What the profile asks of a year against what is kept, without writing
api-obligation-acceptances = Accepts what the profile proposes for a year
api-query-on = The day that is asked about; today where it is left out
api-client-fields = The practice's own fields for clients, with what each takes
api-client-fields-add = Adds a field to the practice's clients
api-part-client-fields = Client fields
