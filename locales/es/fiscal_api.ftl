# La API del perfil fiscal y las obligaciones.
api-part-obligations = Obligaciones
api-fiscal-profile = El perfil fiscal de un cliente en un día, con la historia de cada campo
api-fiscal-profile-change = Cambia campos del perfil fiscal; valid_from dice desde cuándo valen: si no se dice, lo nunca dicho vale desde siempre y lo que cambia, desde hoy
api-obligations = Las obligaciones por fecha legal, de un cliente, un periodo o un estado
api-obligations-add = Añade una obligación; la fecha legal sale de la regla, y solo se escribe donde no hay regla
api-obligation = Una obligación con su explicación
api-obligations-change = Cambia el estado, la persona o el justificante de una obligación
api-obligation-proposals = Lo que el perfil pide de un año frente a lo que hay, sin escribir nada
api-obligation-acceptances = Acepta lo que el perfil propone para un año
api-query-on = El día del que se pregunta; hoy si no se dice
api-client-fields = Los campos propios de los clientes, con lo que admite cada uno
api-client-fields-add = Añade un campo propio de los clientes
api-part-client-fields = Campos de los clientes
