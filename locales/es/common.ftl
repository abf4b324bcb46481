### Navigation and frame

skip = Ir al contenido
nav = Principal
menu = Menú
search = Buscar
search-placeholder = Buscar clientes, organizaciones, ajustes…
search-title = Resultados de «{ $words }»
search-none = Nada coincide. Pruebe con otras palabras.
search-begin = Escriba lo que busca: un cliente, una organización, una cuenta o un ajuste.
search-all = Ver todos
search-pages = Páginas y ajustes
search-accounts = Cuentas
search-tenants = Despachos y organizaciones
search-practice = Despacho
search-organization = Organización
switch = Elegir despacho u organización
switch-all = Ver todo
switch-practice = Despachos
switch-organization = Organizaciones
switch-search = Buscar despacho u organización
switch-none = Ninguno coincide.
switch-cut = Aquí caben { $max }. Escriba parte del nombre y pulse Intro para buscar entre todas.
go-home = Ir al inicio
go-back = Volver a la página anterior
account-of = Cuenta de { $name }
language-name = Español
language-es = Español
language-en = Inglés
theme = Aspecto
theme-system = Como el sistema
theme-light = Claro
theme-dark = Oscuro
shortcuts = Atajos de teclado
shortcut-search = Buscar
shortcut-new-client = Nuevo cliente
shortcut-received-bill = Factura recibida
shortcut-clients = Ir a clientes
shortcut-team = Ir al equipo
shortcut-settings = Ir a los ajustes
shortcut-save = Guardar el formulario
shortcut-move = Bajar y subir en la lista
shortcut-select = Seleccionar la fila
shortcut-help = Esta ayuda
nav-home = Inicio
nav-overview = Resumen
nav-settings = Ajustes
nav-users = Usuarios
nav-activity = Actividad
nav-accounts = Plan de cuentas
nav-client = Ficha del cliente
nav-client-of = Ficha en { $practice }
nav-reports = Informes
nav-fiscal-years = Ejercicios
operations = Estado del servidor

### Actions

actions = Acciones
save = Guardar
save-and-new = Guardar y crear otro
cancel = Cancelar
close = Cerrar
undo = Deshacer
back = Volver
edit = Editar
edit-named = Editar { $name }
add = Añadir
delete = Eliminar
remove = Quitar
change = Cambiar
open = Abrir
link = Vincular
unlink = Desvincular
enable = Activar
activate = Activar
deactivate = Desactivar
export = Exportar
filter = Filtrar
filters = Filtros
filter-remove = Quitar filtro { $label }: { $value }
filter-remove-all = Quitar todos
clear-filters = Quitar los filtros
columns = Columnas
columns-shown = Columnas que se muestran
sort = Ordenar
select-all = Seleccionar todo
select-named = Seleccionar { $name }
selected =
    { $count ->
       [one] 1 seleccionado
       *[other] { $count } seleccionados
    }
see-all = Ver todo
add-link = Añadir
add-named = Añadir: { $name }
assign = Asignar
assign-to = Asignar a…
expand = Desplegar todo
collapse = Plegar todo
resend = Reenviar
revoke = Revocar
copied = Copiado
choose = Elegir…
file-choose = Elegir un archivo
file-none = Ningún archivo elegido
any = Cualquiera
optional = opcional
day-placeholder = dd/mm/aaaa
tag = Etiqueta
tag-add = Añadir etiqueta
application = Aplicación
views = Vistas
profile = Perfil
unsaved = Hay cambios sin guardar. ¿Salir de la página?
unsaved-stay = Seguir aquí
unsaved-leave = Salir sin guardar
read-only-note = Su rol permite ver estos datos, pero no cambiarlos.
errors-found = 
    { $count ->
       [one] Hay un dato que corregir
       *[other] Hay { $count } datos que corregir
    }
combobox-none = Sin resultados
combobox-hint = Escriba para buscar; con las flechas arriba y abajo se recorre la lista y con Intro se elige.
combobox-count-one = 1 resultado
combobox-count = %n resultados
combobox-more = Hay más: escriba para buscar entre más.
combobox-mismatch = «%t» no coincide con ninguna opción.
combobox-searching = Buscando…
today = Hoy
yesterday = Ayer
days-ago = Hace { $count } días
pages = Páginas
pages-range = { $range } de { $total }
pages-previous = Anterior
pages-next = Siguiente
more-than = más de { $count }
state-active = Activo
state-inactive = Inactivo
state-open = Pendiente de respuesta
state-accepted = Aceptada
state-revoked = Revocada
state-expired = Caducada
last-activity = Última actividad

### Messages shown once

flash-saved = Cambios guardados.
flash-record-saved = Se ha guardado «{ $name }».
flash-account-saved = Sus datos se han guardado.
flash-practice-saved = Ajustes del despacho guardados.
flash-organization-saved = Perfil de la organización guardado.
flash-logo-saved = Logotipo guardado.
flash-logo-removed = Logotipo quitado.
flash-record-moved = Se ha cambiado el orden de «{ $name }».
flash-session-expired = Su sesión ha caducado. Inicie sesión para seguir.
flash-deactivated = Se ha desactivado «{ $name }».
flash-activated = Se ha activado «{ $name }».
flash-client-created = Cliente creado.
flash-organization-created = Organización creada.
flash-practice-created = Despacho creado.
flash-application-enabled = Aplicación activada con sus datos iniciales.
flash-invited = Invitación enviada a { $name }.
flash-member-added = { $name } ya tiene acceso.
flash-member-removed = { $name } ya no tiene acceso.
flash-role-changed = Rol de { $name } cambiado.
flash-left = Ha salido de { $name }.
flash-password-changed = Contraseña cambiada. Se han cerrado las demás sesiones.
flash-revoked = Invitación revocada.
flash-session-ended = Sesión cerrada.
flash-sessions-ended = Se han cerrado las demás sesiones.

### Fields

field-name = Nombre
field-your-name = Nombre y apellidos
field-first-name = Nombre
field-last-name = Apellidos
field-legal-name = Nombre o razón social
legal-name-help = El que figura en facturas e impresos fiscales, si es distinto del comercial.
field-business-name = Nombre comercial
field-display-name = Nombre para mostrar
field-client-type = Tipo de cliente
field-salutation = Tratamiento
field-email = Correo electrónico
field-phone = Teléfono
field-mobile = Móvil
field-website = Sitio web
field-tax-id = NIF
tax-id-other = N.º de IVA (VAT)
field-users = Personas
field-ids = Selección
field-industry = Sector
field-notes = Notas
field-tags = Etiquetas
field-tag = Etiqueta
field-country = País
field-street1 = Calle y número
field-street2 = Piso, puerta
field-city = Población
field-state = Provincia o estado
field-province = Provincia
field-postal-code = Código postal
field-billing-address = Dirección de facturación
field-shipping-address = Dirección de envío
field-currency = Moneda
field-language = Idioma
field-time-zone = Zona horaria
field-date-format = Formato de fecha
field-fiscal-year-start = Inicio del ejercicio
field-password = Contraseña
field-new-password = Contraseña nueva
field-current-password = Contraseña actual
field-role = Rol
field-owner-name = Nombre del titular
field-status = Estado
field-assigned = Asignado a
field-applications = Aplicaciones
field-invite-client = Invitación
field-organization = Organización
field-organizations = Organizaciones
field-code = Código
field-type = Tipo
field-parent-code = Cuenta superior
field-contact-name = Nombre del contacto
field-position = Cargo
field-contact-email = Correo del contacto
field-contact-phone = Teléfono del contacto
field-field-name = Nombre del campo
field-token-name = Para qué es
field-token-days = Duración
field-token-practice = Despacho
field-token-password = Su contraseña
field-new-email = Correo nuevo
field-email-password = Su contraseña
field-imported = Importadas
field-failed = Fallidas
field-custom-fields = Campos personalizados

### Errors of a field

error-sent-before = Ya se guardó con otros datos, y lo que ve ahora no. Guárdelo otra vez si es otro; si es el mismo, corríjalo donde se guardó.
error-required = Escriba este dato.
error-too-long = Demasiado largo: { $max } caracteres como máximo.
error-characters = Hay caracteres que no se admiten.
error-choice = Elija una de las opciones.
error-email = No es una dirección de correo: falta algo como nombre@dominio.es.
error-phone = No es un teléfono válido. Si es de otro país, empiece por + y su prefijo.
error-website = No es una dirección web, como ejemplo.es.
error-tax-id = No tiene la forma de un identificador fiscal de ese país.
error-tax-id-length = No tiene el número de caracteres debido: revise si faltan o sobran dígitos.
error-tax-id-check = El dígito o la letra de control no corresponde: revise lo escrito.
error-country = Elija un país.
error-currency = Elija una moneda.
error-language = Elija un idioma.
error-time-zone = Elija una zona horaria.
error-state = Elija una provincia o un estado de la lista.
error-postal-code = Un código postal español tiene 5 dígitos y empieza por 01 a 52.
error-taken = Ya existe otro igual.
error-display-name-taken = Ya hay un cliente con este nombre: { $name }.
error-tax-id-taken = Ya hay un cliente con este NIF: { $name }.
error-tax-id-taken-unseen = Ya hay otro cliente con este NIF.
error-password-short = Demasiado corta: { $min } caracteres como mínimo.
error-password-email = No use su dirección de correo dentro de la contraseña.
error-password-common = Es de las primeras que probaría cualquiera. Pruebe con varias palabras seguidas.
error-too-many-attempts = Demasiados intentos. Vuelva a probar dentro de { $minutes } min.
error-email-same = Ya es su correo.
error-credentials = El correo o la contraseña no son correctos.
error-current-password = No es su contraseña actual.
error-already-member = Esta persona ya tiene acceso.
error-already-invited = Ya hay una invitación pendiente para este correo.
error-application-required = Elija al menos una aplicación.
error-invite-needs-application = Para invitar, elija al menos una aplicación.
error-invite-needs-email = Para invitar hace falta el correo del cliente.
error-nothing-selected = No ha seleccionado nada.
error-nobody-chosen = Elija al menos a una persona.
error-too-many-rows = Son demasiados: { $max } como máximo.
error-between = Escriba un número entre { $min } y { $max }.
error-amount = Escriba un importe, como 25,50.
error-decimals = Tiene más decimales que la moneda.
error-number = No es un número que quepa aquí: escríbalo como 1.234,50.
error-number-too-large = Como mucho { $max }.
error-date = Escriba una fecha.
error-decimals-four = Cuatro decimales como máximo.

### Problems of a request

problem-not-found = No se ha encontrado
problem-not-found-help = La página no existe, o no tiene acceso a ella.
problem-unauthenticated = Inicie sesión
session-expired = Su sesión ha caducado
session-expired-kept = Lo que ha escrito no se ha guardado todavía, pero sigue en esta página. Inicie sesión y envíelo de nuevo; las contraseñas y los archivos habrá que ponerlos otra vez.
session-expired-back = No se ha guardado nada. Inicie sesión, vuelva a esta pestaña y retroceda a la página anterior.
session-expired-sign-in = Iniciar sesión en otra pestaña
session-expired-send = Enviar de nuevo lo que escribí
session-expired-here = Lo que ha escrito sigue en la página. Inicie sesión y se guardará.
server-unreachable = No se ha podido llegar al servidor. Lo que ha escrito sigue aquí y no se ha guardado.
server-slow = El servidor tarda más de lo normal. Espere: no hace falta volver a pulsar.
offline = Sin conexión. Lo que escriba se conserva en la página; podrá guardarlo cuando vuelva la conexión.
retry = Reintentar
problem-forbidden = Su rol no lo permite
problem-forbidden-help = Pida permiso a quien administra el despacho o la organización.
problem-malformed = La petición no se entiende
problem-not-acceptable = Ninguna respuesta es de un tipo que la petición acepte
problem-invalid = Hay datos que corregir
problem-too-many = Demasiados intentos
problem-too-many-help = Espere un minuto y vuelva a intentarlo.
problem-internal = Algo ha fallado en el servidor
problem-internal-help = No se ha guardado nada. Vuelva a intentarlo; si se repite, avise a quien administra el servidor.
problem-link = El enlace ya no sirve
problem-link-help = Se usó, caducó o está incompleto. Pida otro.
problem-invitation-used = La invitación ya se aceptó
problem-invitation-used-help = Inicie sesión con la cuenta que la aceptó.
problem-invitation-revoked = La invitación se revocó
problem-invitation-expired = La invitación ha caducado
problem-invitation-expired-help = Pida a quien le invitó que la reenvíe.
problem-invitation-unknown = La invitación no existe
problem-invitation-unknown-help = Compruebe que el enlace está completo. Si se reenvió, use el último.
problem-invitation-closed = La invitación ya no está pendiente
problem-invitation-open = Ya hay una invitación pendiente para este cliente
problem-invitation-other-user = La invitación es para otra dirección
problem-invite-without-email = El cliente no tiene correo electrónico
problem-last-administrator = Debe quedar al menos un administrador
problem-last-administrator-help = Dé antes ese rol a otra persona.
problem-last-owner = Debe quedar al menos un titular
problem-last-owner-help = Dé antes ese rol a otra persona.
problem-practice-required = Pertenece a varios despachos: diga a cuál se refiere la petición en la cabecera Despacho-Practice, o use una clave creada para uno
problem-token-read-only = Esta clave de la API es de solo lectura
problem-application-unknown = Esta aplicación no está disponible
problem-idempotency-key = La clave Idempotency-Key no es válida
problem-idempotency-key-reused = Esta clave Idempotency-Key se usó con otra petición
problem-no-practice = Este usuario no pertenece a ningún despacho
problem-organization-linked = La organización ya está vinculada a un cliente
problem-import-nothing-to-retry = No queda nada que reintentar
problem-printer-absent = Aún no se puede imprimir
problem-printer-absent-help = El programa que imprime se está preparando. Vuelva a intentarlo en unos minutos; si se repite, avise a quien administra el servidor.
problem-printer-busy = Hay demasiados documentos en espera
problem-printer-busy-help = Vuelva a intentarlo en un minuto.
problem-printer-died = El documento no se pudo imprimir
problem-printer-died-help = Vuelva a intentarlo; si se repite, avise a quien administra el servidor.
problem-document-too-long = El documento tarda demasiado en imprimirse
problem-document-too-long-help = Puede que tenga demasiadas líneas. Divídalo y vuelva a intentarlo.
problem-document-too-large = El documento es demasiado grande para imprimirlo
problem-document-too-large-help = Quite líneas o texto, o use un logotipo más pequeño, y vuelva a intentarlo.
problem-document-faulty = El documento no se pudo imprimir tal como está
problem-document-faulty-help = Revise la plantilla y el logotipo; si se repite, avise a quien administra el servidor.

### Activity

activity-empty = Todavía no hay actividad.
activity-latest = Actividad reciente
activity-earlier = Ver anteriores
activity-emptied = vacío
activity-rows = { $added } filas añadidas, { $replaced } sustituidas
activity-search = Cliente, registro o persona
activity-person = Quién
activity-kind = Qué
activity-from = Desde
activity-to = Hasta
activity-none = Nada coincide con estos filtros.
activity-kind-client = Clientes
activity-kind-user = Usuarios
activity-kind-invitation = Invitaciones
activity-kind-organization = Organización
activity-kind-practice = Despacho
activity-kind-import = Importaciones
activity-kind-custom-field = Campos personalizados
activity-kind-account = Cuentas
activity-kind-journal-entry = Asientos
activity-kind-period-lock = Bloqueos
activity-kind-fiscal-year = Ejercicios
activity-client-created = creó el cliente
activity-client-updated = cambió el cliente
activity-client-imported = importó el cliente
activity-client-invited = invitó al cliente
activity-client-activated = activó el cliente
activity-client-deactivated = desactivó el cliente
activity-client-assigned = cambió a quién está asignado el cliente
activity-contact-added = añadió un contacto a
activity-contact-updated = cambió un contacto de
activity-contact-removed = quitó un contacto de
activity-organization-linked = vinculó una organización a
activity-organization-unlinked = desvinculó una organización de
activity-import-started = empezó una importación
activity-import-retried = reintentó una importación
activity-import-completed = terminó una importación
activity-organization-created = creó la organización
activity-organization-updated = cambió la organización
activity-application-enabled = activó una aplicación en
activity-practice-created = creó el despacho
activity-practice-updated = cambió el despacho
activity-member-added = dio acceso a
activity-member-removed = quitó el acceso a
activity-member-left = salió
activity-member-role-changed = cambió el rol de
activity-invitation-sent = invitó a
activity-invitation-resent = reenvió la invitación a
activity-invitation-revoked = revocó la invitación a
activity-invitation-accepted = aceptó la invitación enviada a
activity-record-created = añadió
activity-record-updated = cambió
activity-record-activated = activó
activity-record-deactivated = desactivó
activity-custom-field-created = creó el campo
activity-custom-field-activated = activó el campo
activity-custom-field-deactivated = desactivó el campo

### Months

month-1 = Enero
month-2 = Febrero
month-3 = Marzo
month-4 = Abril
month-5 = Mayo
month-6 = Junio
month-7 = Julio
month-8 = Agosto
month-9 = Septiembre
month-10 = Octubre
month-11 = Noviembre
month-12 = Diciembre

### Team, common to practices and organizations

team = Equipo
team-add = Añadir a una persona
team-add-help = Quien ya tiene cuenta entra al momento y recibe un aviso; a los demás les llega una invitación.
team-add-button = Añadir
team-members = { $count ->
       [one] Una persona
       *[other] { $count } personas
    }
team-since = Desde
team-role-of = Rol de { $name }
team-pending = { $count ->
       [one] 1 invitación pendiente
       *[other] { $count } invitaciones pendientes
    }
team-seen = Último acceso
team-never = Aún no ha entrado
team-roles = Qué puede hacer cada rol
team-you = Usted
team-remove = ¿Quitar el acceso a { $name }?
team-remove-about-practice = Dejará de ver este despacho y ya no llevará sus clientes. Las invitaciones que envió y nadie ha contestado se revocarán. Podrá añadirle de nuevo.
team-remove-about-organization = Dejará de ver esta organización. Las invitaciones que envió y nadie ha contestado se revocarán. Podrá añadirle de nuevo.
team-last-owner = Debe quedar al menos un titular: dé antes ese rol a otra persona.
team-last-administrator = Debe quedar al menos un administrador: dé antes ese rol a otra persona.
leave = Salir
leave-question = ¿Salir de { $name }?
leave-about = Dejará de tener acceso. Para volver, alguien de dentro tendrá que añadirle.
leave-last-owner = Único titular
leave-last-administrator = Único administrador
invitation-sent-by = de { $name }
invitation-revoke = ¿Revocar la invitación a { $email }?
invitation-revoke-about = El enlace que recibió dejará de servir. Podrá invitarle de nuevo.
invitations = Invitaciones
invitation-until = hasta el { $date }
regional-settings = Configuración regional
address = Dirección

### Style guide

styleguide = Guía de estilo
styleguide-buttons = Botones
styleguide-tags = Etiquetas
styleguide-forms = Formularios
styleguide-empty = Lista vacía
styleguide-progress = Progreso
problem-stale = Otra persona guardó cambios mientras tanto
stale-title = Otra persona guardó cambios mientras usted editaba
stale-about = No se ha guardado nada todavía. Abajo sigue lo que usted escribió: revise las diferencias y guarde de nuevo, o recargue la página para quedarse con lo guardado.
stale-what = Campo
stale-stored = Guardado ahora
stale-typed = Lo que usted escribió
stale-field = Ahora está guardado «{ $stored }»; usted envió «{ $typed }».
error-wrong-type = { $wanted ->
    [string] Se espera un texto.
    [integer] Se espera un número entero.
    [number] Se espera un número.
    [boolean] Se espera true o false.
    [array] Se espera una lista.
    [object] Se espera un objeto.
   *[other] El valor no es del tipo esperado.
}
error-missing = Falta este dato.
error-id = No es un identificador.
error-cursor = El cursor no es uno de los que se han respondido aquí.
error-repeated = Está más de una vez.
reference-key = o su código, si no está en la lista
yes = Sí
no = No
error-name-link = Un nombre no puede llevar enlaces ni direcciones de Internet. Si hay una abreviatura, ponga un espacio después del punto.
error-mail-by-sender = Hoy ya ha enviado { $max } invitaciones. Podrá enviar más mañana.
error-mail-to-recipient = Esta dirección ya ha recibido { $max } mensajes hoy. Vuelva a intentarlo mañana.
error-mail-by-one = Ya ha enviado { $max } mensajes a esta dirección hoy. Vuelva a intentarlo mañana.
error-more-errors = Hay más errores; se muestran los { $max } primeros.
problem-incident = Referencia del fallo, por si desea comunicarlo: { $id }
problem-role-changed = Alguien ha cambiado el rol de esta persona entretanto
problem-role-changed-help = Vuelva a la página para ver el que tiene ahora.
mail-plain-link = Si el botón no funciona, copie este enlace en su navegador:
