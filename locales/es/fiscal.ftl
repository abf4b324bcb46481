# El perfil fiscal, las obligaciones y el calendario fiscal.
client-tab-fiscal = Perfil fiscal
fiscal-quarter = { $quarter }T { $year }
fiscal-no-fields = El país de este cliente no tiene campos fiscales.
fiscal-empty = Aún no se sabe nada. Del perfil salen las obligaciones y sus fechas.
fiscal-fill = Rellenar el perfil fiscal
fiscal-no-rules = De esta administración no hay reglas: sus obligaciones se añaden a mano, con su fecha. Las mercantiles y las laborales sí se calculan.
fiscal-part-who = Identificación
fiscal-part-activity = Actividad
fiscal-part-vat = IVA
fiscal-part-intra = Operaciones intracomunitarias
fiscal-part-income = Imposición sobre la renta
fiscal-part-withholding = Retenciones
fiscal-part-accounts = Cuentas
fiscal-part-people = Administradores, certificados y representaciones
fiscal-history = Historia del perfil
fiscal-fact = Dato
fiscal-value = Valor
fiscal-from = Desde
fiscal-to = Hasta
fiscal-said-by = Lo dijo
fiscal-always = Siempre
fiscal-since = Desde cuándo
fiscal-since-help = Vacío: lo que nunca se dijo vale desde siempre, y lo que cambia, desde hoy.
fiscal-profile-years = Años
fiscal-proposals = Obligaciones de { $year }
fiscal-proposals-none = { $count ->
    [0] Del perfil no sale ninguna obligación de este año.
    [one] La obligación del perfil ya está en el calendario.
   *[other] Las { $count } obligaciones del perfil ya están en el calendario.
  }
fiscal-proposals-told = El perfil propone { $added ->
    [one] añadir una obligación
   *[other] añadir { $added } obligaciones
  }, terminar { $ended } y mover la fecha de { $moved }.
fiscal-proposals-see = Ver cuáles y por qué
fiscal-accept = { $count ->
    [one] Aceptar el cambio
   *[other] Aceptar los { $count } cambios
  }
fiscal-added = Se añaden
fiscal-moved = Cambian de fecha
fiscal-ended = Terminan
fiscal-ended-reason = El perfil fiscal ya no la pide
fiscal-see-calendar = Verlas en el calendario fiscal
fiscal-past-year = Es un año pasado: acéptelas solo si quiere tenerlas en el archivo.
flash-obligations-accepted = { $count ->
    [one] Un cambio aceptado.
   *[other] { $count } cambios aceptados.
  }

# Campos.
field-legal-form = Forma jurídica
legal-form-individual = Persona física
legal-form-sl = Sociedad limitada
legal-form-sa = Sociedad anónima
legal-form-cooperative = Cooperativa
legal-form-community-of-goods = Comunidad de bienes
legal-form-civil-partnership = Sociedad civil
legal-form-association = Asociación
legal-form-foundation = Fundación
legal-form-community-of-owners = Comunidad de propietarios
legal-form-public-body = Organismo público
legal-form-non-resident = No residente
legal-form-other = Otra
field-tax-authority = Administración tributaria
fiscal-authority-help = Quién recauda sus impuestos: el calendario tiene reglas de la AEAT.
tax-authority-aeat = AEAT
tax-authority-alava = Hacienda Foral de Álava
tax-authority-bizkaia = Hacienda Foral de Bizkaia
tax-authority-gipuzkoa = Hacienda Foral de Gipuzkoa
tax-authority-navarra = Hacienda Foral de Navarra
tax-authority-canarias = AEAT e IGIC (Canarias)
tax-authority-ceuta = AEAT e IPSI (Ceuta)
tax-authority-melilla = AEAT e IPSI (Melilla)
field-community = Comunidad autónoma
fiscal-community-help = Sus festivos y los del municipio mueven las fechas.
community-ES-AN = Andalucía
community-ES-AR = Aragón
community-ES-AS = Asturias
community-ES-IB = Illes Balears
community-ES-CN = Canarias
community-ES-CB = Cantabria
community-ES-CL = Castilla y León
community-ES-CM = Castilla-La Mancha
community-ES-CT = Cataluña
community-ES-EX = Extremadura
community-ES-GA = Galicia
community-ES-MD = Comunidad de Madrid
community-ES-MC = Región de Murcia
community-ES-NC = Navarra
community-ES-PV = País Vasco
community-ES-RI = La Rioja
community-ES-VC = Comunitat Valenciana
community-ES-CE = Ceuta
community-ES-ML = Melilla
field-municipality = Municipio
field-active-from = Alta
field-active-to = Baja
field-fiscal-year-end = Mes de cierre del ejercicio
field-cnae = CNAE-2025
fiscal-cnae-help = Código y palabras; varias actividades, separadas por comas.
field-iae = Epígrafes del IAE
fiscal-iae-help = Código y palabras; varios, separados por comas.
field-iae-first-year = Primer año sin exención del IAE
fiscal-iae-first-year-help = El 840 se presenta en diciembre del año anterior.
field-vat-regime = Régimen de IVA
vat-regime-general = General
vat-regime-simplified = Simplificado
vat-regime-equivalence = Recargo de equivalencia
vat-regime-agriculture = Agricultura, ganadería y pesca
vat-regime-exempt = Exento
vat-regime-not-subject = No sujeto
field-vat-period = Periodo del IVA
vat-period-quarter = Trimestre
vat-period-month = Mes
intra-community-period-quarter = Trimestre
intra-community-period-month = Mes
field-redeme = Inscrito en el REDEME (devolución mensual)
field-sii = Lleva los libros por el SII
field-cash-criterion = Criterio de caja
field-annual-vat-exempt = Exonerado del resumen anual (390)
field-roi = Alta en el ROI (VIES)
field-intra-community = Tiene operaciones intracomunitarias
field-intra-community-period = Periodo del 349
field-third-party-operations = Supera 3.005,06 € al año con alguna persona (347)
field-income-tax = Impuesto sobre la renta
income-tax-direct-normal = IRPF, directa normal
income-tax-direct-simplified = IRPF, directa simplificada
income-tax-objective = IRPF, objetiva (módulos)
income-tax-corporate = Impuesto sobre Sociedades
income-tax-attribution = Atribución de rentas
income-tax-none = Ninguno
field-withheld-income = Al menos el 70 % de sus ingresos lleva retención
field-corporate-instalments = Hace pagos fraccionados del Impuesto sobre Sociedades
field-related-operations = Operaciones vinculadas que se declaran
field-assets-abroad = Bienes en el extranjero que se declaran
field-large-company = Gran empresa
field-has-employees = Tiene personas empleadas
field-pays-professionals = Paga a profesionales con retención
field-rent-withholding = Paga alquileres con retención
field-capital-withholding = Paga dividendos o intereses con retención
field-social-security-accounts = Cuentas de cotización
fiscal-ccc-help = Once cifras cada una; varias, separadas por comas.
field-bank-accounts = Cuentas bancarias
fiscal-ibans-help = IBAN; varios, separados por comas.
field-administrators = Administradores
fiscal-administrators-help = Uno por línea: nombre; NIF; cargo; desde; hasta.
field-certificates = Certificados electrónicos
fiscal-certificates-help = Uno por línea: titular; emisor; caducidad. Nunca la clave.
field-representations = Representaciones
fiscal-representations-help = Una por línea: cuál (colaboración social, apoderamiento, RED…); desde; hasta.

# Errores.
error-fiscal-ccc = Una cuenta de cotización tiene once cifras.
error-fiscal-before = Es anterior al alta.
error-fiscal-period = Un periodo se escribe 2026-Q1, 2026-03 o 2026.
error-fiscal-legal-day = La fecha legal la calcula la regla; no se escribe.
error-fiscal-future = Aún no ha llegado ese día.
error-fiscal-late-reason = Se presentó fuera de plazo: diga por qué.
problem-fiscal-country = El país del cliente no tiene campos fiscales.

# Estados.
obligation-state-pending = Pendiente
obligation-state-in-preparation = En preparación
obligation-state-waiting-approval = Por aprobar
obligation-state-filed = Presentado
obligation-state-paid = Pagado
obligation-state-not-applicable = No aplica

# Actividad.
activity-fiscal-profile-updated = cambió el perfil fiscal de
activity-obligations-derived = aceptó las obligaciones de
activity-obligation-added = añadió una obligación de
activity-obligation-changed = cambió una obligación de
field-obligation = Obligación
field-obligation-state = Estado
field-obligations-added = Añadidas
field-obligations-ended = Terminadas
field-obligations-moved = Con otra fecha
field-late-reason = Por qué se presentó tarde
field-filed-on = Fecha de presentación
field-paid-on = Fecha de pago
field-csv = CSV
field-proof-document-id = Justificante
field-legal-due-on = Fecha legal

# Calendario fiscal.
fiscal = Calendario fiscal
fiscal-view-quarter = Trimestre
fiscal-view-month = Mes
fiscal-view-year = Año
fiscal-view-person = Por persona
fiscal-file = Registrar presentación
fiscal-filters = Filtros
fiscal-filter = Filtrar
fiscal-clear = Quitar los filtros
fiscal-before = Periodo anterior
fiscal-after = Periodo siguiente
fiscal-search = Cliente o NIF
fiscal-model = Modelo
fiscal-all-models = Todos los modelos
fiscal-all-states = Cualquier estado
fiscal-person = Persona
fiscal-all-people = Todo el equipo
fiscal-nobody = Nadie
fiscal-client-s = Quien lleva al cliente
fiscal-only-late = Con retraso ({ $count })
fiscal-without = Sin obligaciones
fiscal-none = No hay obligaciones en este periodo. Salen del perfil fiscal de cada cliente.
fiscal-none-such = Ninguna obligación es así.
fiscal-fill-profiles = Ir a los clientes
fiscal-region = Clientes y obligaciones
fiscal-caption = Obligaciones de { $period }
fiscal-client = Cliente
fiscal-tax-id = NIF
fiscal-what = Qué es
fiscal-period = Periodo
fiscal-of-clients = { $count } de { $all }
fiscal-debit-short = dom. { $day }
fiscal-done-of = { $done } de { $all }
fiscal-late-count = { $count } con retraso
fiscal-late = Con retraso
fiscal-late-days = { $count ->
    [one] 1 día tarde
   *[other] { $count } días tarde
  }
fiscal-left = Quedan por presentar
fiscal-not-obliged = No obligado
fiscal-more = y { $count } más
fiscal-choose = Elegir { $name }
fiscal-pages = Páginas
fiscal-about-dates = Las fechas se mueven con los fines de semana y los festivos del cliente.
fiscal-keys = Teclas: flechas, Intro abre, x elige, p presenta, [ y ] cambian de periodo.
fiscal-total = Total
fiscal-close = Cerrar el panel
fiscal-dates = Fechas
fiscal-legal = Legal
fiscal-debit = Domiciliación
fiscal-opens = Se abre
fiscal-why = Por qué está obligado
fiscal-by-hand = Se añadió a mano: no sale de ninguna regla.
fiscal-since-day = desde el { $day }
fiscal-moved-from = El plazo terminaba el { $day } y pasa al siguiente día hábil:
fiscal-moved-weekend = era fin de semana.
fiscal-calendar-unknown = El calendario de festivos de su comunidad para ese año no está publicado o no lo tenemos: compruebe la fecha.
fiscal-rule-source = Regla { $rule } · { $source }
fiscal-change-facts = Cambiar los datos
fiscal-in-books = En la contabilidad
fiscal-filed-in-books = Presentado el { $day }, justificante { $reference }, resultado { $amount } €.
fiscal-take = Tomar esta presentación
fiscal-from-books = Tomado de la contabilidad
fiscal-proof = Justificante
fiscal-change = Cambiar
fiscal-done = Historia
fiscal-amount = Importe (€)
fiscal-amount-help = A ingresar; con signo menos, a devolver.
fiscal-reason = Motivo
fiscal-reason-help = Obligatorio en «No aplica».
fiscal-as-is = Como está
fiscal-none-chosen = No hay nada elegido. En el calendario, elija celdas con la tecla x o con su casilla.
fiscal-filings = { $count ->
    [one] Una presentación
   *[other] { $count } presentaciones
  }
fiscal-until = hasta el { $day }
fiscal-file-count = { $count ->
    [one] Registrar la presentación
   *[other] Registrar { $count } presentaciones
  }
fiscal-change-count = { $count ->
    [one] Cambiarla
   *[other] Cambiar las { $count }
  }
fiscal-for-all = O cambiarlas todas a la vez
fiscal-saved-rest = Guardadas: { $saved }. Quedan por corregir: { $left }.
fiscal-file-name = calendario-fiscal
fiscal-weekday-1 = lunes
fiscal-weekday-2 = martes
fiscal-weekday-3 = miércoles
fiscal-weekday-4 = jueves
fiscal-weekday-5 = viernes
fiscal-weekday-6 = sábado
fiscal-weekday-7 = domingo
flash-obligation-saved = Guardado: { $name }.
flash-obligations-saved = { $count ->
    [one] Una obligación guardada.
   *[other] { $count } obligaciones guardadas.
  }
problem-fiscal-too-many = Hay más obligaciones de las que caben en un calendario: elija un periodo más corto.
fiscal-reference = Número de justificante
field-filing-reference = Justificante
field-filing-amount = Importe
job-return-filed = Obligaciones que la contabilidad presenta
