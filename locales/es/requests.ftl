### Solicitudes: lo que el despacho pide a un cliente, línea por línea

requests = Solicitudes
request = Solicitud
client-tab-requests = Solicitudes

# Estados
request-state-draft = Borrador
request-state-sent = Enviada
request-state-opened = Abierta
request-state-in-progress = En curso
request-state-submitted = Presentada
request-state-returned = Devuelta
request-state-accepted = Aceptada
request-state-cancelled = Anulada
request-state-undeliverable = No entregada
request-line-state-pending = Pendiente
request-line-state-answered = Por aceptar
request-line-state-not-applicable = No aplica, por aceptar
request-line-state-accepted = Aceptada
request-line-state-returned = Devuelta

# Clases de línea
request-kind-text = Texto
request-kind-long-text = Texto largo
request-kind-number = Número
request-kind-date = Fecha
request-kind-money = Importe
request-kind-yes-no = Sí o no
request-kind-choice = Una de varias
request-kind-several = Varias de una lista
request-kind-upload = Archivos
request-kind-read-and-accept = Leer y aceptar
request-read-accepted = Leído y aceptado

# Correos
request-mail-hello = Hola, { $name }:
request-mail-subject-sending = { $firm }: { $title }
request-mail-subject-reminder = Recordatorio: { $title }
request-mail-subject-return = Falta algo en «{ $title }»
request-mail-subject-renewal = Nuevo enlace: { $title }
request-mail-subject-code = { $code } es su código
request-mail-sending =
    { $left ->
       [one] { $firm } le pide 1 cosa para «{ $title }». Puede responder desde el móvil, sin cuenta ni contraseña.
       *[other] { $firm } le pide { $left } cosas para «{ $title }». Puede responder desde el móvil, sin cuenta ni contraseña.
    }
request-mail-reminder =
    { $left ->
       [0] { $firm } espera que le envíe «{ $title }»: está todo respondido y solo falta pulsar «Enviar al despacho».
       [one] { $firm } espera todavía 1 respuesta de «{ $title }».
       *[other] { $firm } espera todavía { $left } respuestas de «{ $title }».
    }
request-mail-return = { $firm } ha revisado «{ $title }» y le devuelve lo siguiente:
request-mail-renewal =
    { $left ->
       *[other] Este es el nuevo enlace de «{ $title }», de { $firm }. El anterior había caducado.
    }
request-mail-returned = • { $line }: { $reason }
request-mail-due = Se espera para el { $day }.
request-mail-open = Abrir la solicitud
request-mail-note = El enlace abre solo esta solicitud y funciona hasta el { $until }. No lo reenvíe: quien lo tenga puede responder en su nombre.
request-mail-code = Su código para abrir «{ $title }» es { $code }. Vale media hora.
request-mail-code-note = Si no lo ha pedido, no tiene que hacer nada.
notification-request-submitted = { $client } ha presentado «{ $title }».

# Actividad
activity-kind-request = Solicitudes
activity-request-created = preparó la solicitud
activity-request-changed = cambió la solicitud
activity-request-removed = eliminó el borrador de la solicitud
activity-request-sent = envió la solicitud
activity-request-reminded = recordó la solicitud
activity-request-opened = recibió la apertura de la solicitud
activity-request-begun = recibió las primeras respuestas de la solicitud
activity-request-submitted = recibió la solicitud presentada
activity-request-returned = devolvió líneas de la solicitud
activity-request-accepted = aceptó la solicitud
activity-request-lines-accepted = aceptó líneas de la solicitud
activity-request-reconsidered = volvió atrás en la solicitud
activity-request-cancelled = anuló la solicitud
activity-request-links-revoked = revocó los enlaces de la solicitud
activity-request-undeliverable = no pudo entregar la solicitud
column-request-client = Cliente
column-request-title = Título
column-request-due-on = Vence
column-request-message = Mensaje
column-request-recipients = Destinatarios
column-request-lines = Líneas
column-request-reason = Motivo
column-request-answered-by = Quién

# Errores
error-request-period = Escriba un año, un trimestre o un mes: 2027, 2027-Q1, 2027-03.
error-request-choices = Escriba al menos dos opciones.
error-request-choice-twice = Una opción está repetida.
error-request-condition-line = La condición nombra una línea anterior de sí o no, o de opciones.
error-request-condition-answer = La condición nombra una de las respuestas de esa línea.
error-request-lines = Añada al menos una línea.
error-request-recipient-email = Sin correo electrónico: { $names }.
error-request-no-address = { $client } no tiene correo electrónico ni se ha elegido a nadie.
error-request-recipients-gone = Ya no hay nadie con correo electrónico entre los destinatarios.
error-request-line-takes-files = Esta línea se responde con archivos.
error-request-line-takes-no-files = Esta línea no se responde con archivos.
error-request-files-most = Esta línea tiene ya { $max } archivos, que son los que caben.
error-request-received-most = Ya se ha enviado todo lo que cabe en esta solicitud. Escriba al despacho.
error-request-file-kind =
    { $kinds ->
       [pdf] Este archivo no sirve. Valdría un PDF.
       [image] Este archivo no sirve. Valdría una foto: JPG, PNG o WEBP.
       [office] Este archivo no sirve. Valdría una hoja de cálculo o un documento (XLSX, DOCX, ODS) o un ZIP.
       [pdf-image] Este archivo no sirve. Valdría un PDF o una foto (JPG, PNG).
       [pdf-office] Este archivo no sirve. Valdría un PDF, una hoja de cálculo, un documento o un ZIP.
       [image-office] Este archivo no sirve. Valdría una foto (JPG, PNG), una hoja de cálculo, un documento o un ZIP.
       *[other] Este archivo no sirve. Valdría un PDF, una foto (JPG, PNG), una hoja de cálculo, un documento o un ZIP.
    }
error-request-line-missing = Falta responder.

problem-request-sent-already = La solicitud ya se envió.
problem-request-not-waiting = La solicitud ya no espera al cliente.
problem-request-line-unanswered = La línea no tiene una respuesta que aceptar o devolver.
problem-request-not-judged = La solicitud no está abierta.
problem-request-nothing-to-accept = No hay nada que aceptar.
problem-request-nothing-to-return = No hay nada que devolver.
problem-request-closed = La solicitud ya está cerrada.
problem-request-closed-to-answers = La solicitud ya no admite cambios.
problem-request-line-accepted = La línea ya está aceptada.

# API
api-requests = Solicitudes, las últimas primero
api-requests-create = Preparar una solicitud, en borrador
api-request = Una solicitud
api-request-send = Enviar una solicitud a sus destinatarios
api-request-accept = Aceptar lo recibido
api-request-return = Devolver lo recibido, con un motivo
api-request-cancel = Anular una solicitud
api-request-line = Aceptar o devolver una línea, o responderla por el cliente

# Responder sin cuenta
request-link-expired = El enlace ha caducado
request-link-expired-about = Los enlaces de { $firm } dejan de funcionar pasado un tiempo. Puede recibir otro en la misma dirección a la que llegó este.
request-link-renew = Recibir otro enlace
request-link-renewed = Mire su correo
request-link-renewed-about = { $firm } le manda otro enlace a la dirección de siempre. Si no llega en unos minutos, escriba al despacho.
problem-request-link-revoked = El despacho ha retirado este enlace. Si cree que es un error, escríbale.
request-code = Código de acceso
request-code-about = Para abrir esta solicitud hace falta un código de seis cifras, que se manda al correo en que recibió el enlace.
request-code-digits = Código
request-code-enter = Entrar
request-code-send = Mandarme un código
request-code-sent = Le hemos mandado un código. Los anteriores siguen valiendo media hora.
error-request-code-wrong = No es el código.
error-request-code-tries = Demasiados códigos equivocados. Pida otro.
request-public-submitted = Enviada. { $firm } la está revisando y le escribirá si falta algo.
request-public-accepted = { $firm } lo ha dado todo por bueno. No tiene que hacer nada más.
request-public-due = Se espera para el { $day }
request-public-progress =
    { $asked ->
       [one] { $answered } de 1 respondida
       *[other] { $answered } de { $asked } respondidas
    }
request-progress = Respondido
request-public-missing = Falta
request-public-done = Respondido
request-public-begin = Empezar
request-public-go-on = Seguir
request-public-submit = Enviar al despacho
request-public-submit-about = Después ya no podrá cambiar lo respondido, salvo lo que el despacho le devuelva.
request-public-lacking =
    { $count ->
       [one] Falta 1 respuesta.
       *[other] Faltan { $count } respuestas.
    }
request-public-returned = Devuelta: { $reason }
request-public-optional = Si la hay
request-public-all = Toda la solicitud
request-public-place = { $at } de { $of }
request-public-closed = Esta respuesta ya no se puede cambiar.
request-public-next = Siguiente
request-answered = Respondida
request-saved = Guardado a las
request-save-failed = No se ha podido guardar. Se guardará al pulsar «Siguiente».
request-not-applicable = No aplica…
request-not-applicable-why = ¿Por qué no aplica?
request-not-applicable-say = Decir que no aplica
request-not-applicable-because = No aplica: «{ $reason }»
request-number-help = Solo la cifra: 1.234,5
request-money-help = En { $currency }, con coma para los céntimos: 1.234,56
request-accept-this = Lo he leído y lo acepto
request-files = Archivos enviados
request-files-help = Varios a la vez, de hasta { $max } MB cada uno.
request-camera = Cámara
request-choose-files = Archivos
request-upload = Subir lo elegido
request-file-remove = Quitar { $name }
request-slot-uploading = Subiendo
request-slot-waiting = Sin conexión. Se seguirá intentando: no cierre la página.
request-slot-cancel = Cancelar
request-slot-retry = Reintentar
request-slot-failed = No se ha podido subir.
request-slot-done = Subido
request-slot-remove = Quitar
request-slot-wait = Espere a que terminen de subir los archivos.

# Páginas del despacho
requests-to-judge = Por revisar
requests-open = Abiertas
requests-late = Vencidas
requests-drafts = Borradores
requests-closed = Cerradas
requests-all = Todas
requests-none = No hay ninguna solicitud aquí.
requests-none-found = Ninguna solicitud coincide.
requests-search = Título o cliente
request-new = Nueva solicitud
request-edit = Editar la solicitud
request-copy = Copiar
request-state = Estado
request-answers = Respondidas
request-due-on = Vence
request-of = { $answered } de { $asked }
request-answered-of = { $answered } de { $asked } respondidas
request-late =
    { $days ->
       [one] hace 1 día
       *[other] hace { $days } días
    }
request-to-judge =
    { $count ->
       *[other] { $count } por aceptar
    }
request-quarter = { $quarter }T { $year }
request-for-whom = ¿A qué cliente?
request-clients-cut = Se ven los { $max } primeros: busque por el nombre o el NIF.
request-sent-on = Pedida el { $day }
request-reason = Motivo: { $reason }
request-lines = Líneas
request-line-at = Línea { $at }
request-line-add = Añadir una línea
request-line-up = Subir la línea { $at }
request-line-down = Bajar la línea { $at }
request-line-remove = Quitar la línea { $at }
request-refresh = Actualizar las condiciones
request-save-and-send = Guardar y enviar
request-always = Siempre
request-only-if = solo si la línea { $line } es «{ $answer }»
request-required = obligatoria
request-optional = si la hay
request-unanswered = Sin responder
request-recipients = Destinatarios
request-recipients-help = Si no elige a nadie, va al correo del cliente: { $email }
request-recipients-help-none = El cliente no tiene correo electrónico: añádalo a su ficha o a un contacto.
request-no-email = sin correo electrónico
request-field-title = Título
request-field-kind = Clase de respuesta
request-field-choices = Opciones
request-field-document-kind = Qué documento es
request-field-period = Periodo
request-field-file-kinds = Archivos que valen
request-field-currency = Moneda
request-field-help = Explicación para el cliente
request-field-condition = Cuándo se pide
request-field-required = Es obligatoria
request-field-due-on = Vence
request-field-message = Mensaje
request-field-remind-every = Recordar cada (días)
request-field-asks-code = Pedir un código que llega por correo
request-field-lines = Líneas
request-message-help = Lo lee el cliente encima de las líneas.
request-remind-help = 0 para no recordar. Los fines de semana no se manda nada.
request-code-help = Cada vez que se abra en un navegador nuevo. Para lo más reservado.
request-choices-help = Una en cada renglón.
request-period-help = 2027, 2027-Q1 o 2027-03
request-file-kinds-help = Sin marcar ninguna, valen todos.
request-currency-help = Vacía, la del cliente.
request-file-kind-pdf = PDF
request-file-kind-image = Fotos
request-file-kind-office = Hojas, documentos y ZIP
request-document-none = Sin clasificar
request-document-invoice-received = Factura recibida
request-document-invoice-issued = Factura emitida
request-document-statement = Extracto
request-document-payslip = Nómina
request-document-contract = Contrato
request-document-return = Declaración
request-document-filing-proof = Justificante de presentación
request-document-deed = Escritura
request-document-certificate = Certificado
request-document-notification = Notificación
request-document-other = Otro
request-send = Enviar
request-send-again = Enviar de nuevo
request-remind-now = Recordar ahora
request-accept-all = Aceptar lo recibido ({ $count })
request-close = Dar por terminada
request-accept = Aceptar
request-accept-line = Aceptar la línea { $at }
request-undo-line = Deshacer en la línea { $at }
request-return = Devolver
request-return-label = Qué falta, para { $name }
request-return-help = Lo verá tal cual, por correo y en la solicitud.
request-return-so = Devolver con este motivo
request-ready-illegible = No se lee bien. Mándelo otra vez, por favor.
request-ready-other-period = Es de otro periodo.
request-ready-missing-page = Falta una página.
request-not-applicable-said = No aplica:
request-on-accepting = Al aceptar
request-on-accepting-about = Con todo aceptado la solicitud se cierra sola. Los archivos pasan a los documentos del cliente con su clase y su periodo, y quedan internos hasta que se comparten.
request-reminders = Recordatorios
request-every = Cada
request-every-days =
    { $days ->
       [one] día, sin fines de semana
       *[other] { $days } días, sin fines de semana
    }
request-never = No se recuerda
request-reminded = Enviados
request-reminded-most = no se recuerda más de { $max } veces
request-next = Siguiente
request-link = Enlace sin cuenta
request-link-until = Caduca
request-link-none = Ninguno abierto
request-link-mailed = Último envío
request-link-failed = no entregado
request-link-opened = Abierto
request-link-new = Hacer un enlace
request-link-new-about = Cópielo y déselo solo a { $client }: quien lo tenga responde en su nombre. No se vuelve a mostrar.
request-link-revoke = Revocar los enlaces
request-link-revoke-question = ¿Revocar todos los enlaces?
request-link-revoke-about = Dejan de abrir la solicitud. Un recordatorio manda otro.
request-back = Volver a la solicitud
request-times =
    { $count ->
       [one] 1 enlace
       *[other] { $count } enlaces
    }
request-code-asked = Se pide
request-code-not = No se pide
request-evidence = Prueba
request-evidence-cut = Se ven los { $max } últimos.
request-of-line = (línea { $at })
request-did-sent = envió la solicitud
request-did-opened = abrió la solicitud
request-did-answered = respondió
request-did-not-applicable = dijo que no aplica
request-did-uploaded = subió un archivo
request-did-removed = quitó un archivo
request-did-submitted = presentó la solicitud
request-did-accepted = aceptó
request-did-returned = devolvió
request-did-reconsidered = volvió atrás
request-did-cancelled = anuló la solicitud
request-did-revoked = revocó los enlaces
request-undeliverable-about = No se ha podido entregar a { $emails }. No se recuerda más hasta que se envíe de nuevo.
request-mend-address = Corregir la dirección
request-cancel = Anular
request-cancel-question = ¿Anular «{ $title }»?
request-cancel-about = Los enlaces dejan de funcionar y el cliente ya no puede responder.
request-remove-question = ¿Eliminar el borrador «{ $title }»?
flash-request-saved = «{ $name }» está guardada como borrador.
flash-request-sent = «{ $name }» está enviada.
flash-request-reminded = Se ha recordado «{ $name }».
flash-request-accepted = Lo recibido en «{ $name }» está aceptado.
flash-request-cancelled = «{ $name }» está anulada.
flash-request-revoked = Los enlaces de «{ $name }» ya no abren nada.
flash-request-removed = El borrador «{ $name }» está eliminado.
flash-request-line-accepted = Línea aceptada.
flash-request-line-returned = Línea devuelta: el cliente lo sabrá en unos minutos.
flash-request-line-undone = Hecho: la línea está otra vez por aceptar.
error-request-changed-meanwhile = Otra persona ha cambiado este borrador. Lo que ha escrito sigue aquí: guarde otra vez para que quede.
error-request-link-needs-email = Esta solicitud pide un código y el cliente no tiene correo electrónico al que mandarlo.
activity-request-link-made = hizo un enlace para la solicitud
job-send-request = Enviar el enlace de una solicitud
job-send-request-code = Enviar el código de una solicitud
job-tell-returned-request = Avisar de lo devuelto en una solicitud
job-remind-clients = Recordar a los clientes sus solicitudes

# Plantillas y muchos a la vez
request-templates = Plantillas
request-templates-none = No hay ninguna plantilla. Haga una, o guarde como plantilla una solicitud terminada.
request-templates-most = Hay { $max } plantillas, que son las que caben.
request-template-new = Nueva plantilla
request-template-edit = Editar la plantilla
request-template-about = Donde escriba {"{"}periodo{"}"} se pondrá el periodo que se elija al enviarla, y los documentos sin periodo serán de ese.
request-template-lines =
    { $count ->
       [one] 1 línea
       *[other] { $count } líneas
    }
request-template-remove-question = ¿Eliminar la plantilla «{ $title }»?
request-template-remove-about = Las solicitudes que salieron de ella se quedan.
request-to-template = Guardar como plantilla
request-begin-with = Empezar con una plantilla
request-many = Enviar a muchos
request-many-template = Plantilla
request-many-period = Periodo
request-many-due-on = Vence
request-many-ids = Clientes
request-many-period-help = 2027, 2027-Q1 o 2027-03: sustituye a {"{"}periodo{"}"}.
request-many-preview = Vista previa
request-many-told = { $ready } listos, { $without } sin nadie con correo electrónico.
request-many-without = Sin nadie con correo electrónico
request-many-again = ya tiene una igual abierta
request-many-send =
    { $count ->
       [one] Enviar a 1 cliente
       *[other] Enviar a { $count } clientes
    }
flash-request-many =
    { $count ->
       [one] En camino a 1 cliente. Un aviso dirá cómo ha ido.
       *[other] En camino a { $count } clientes. Un aviso dirá cómo ha ido.
    }
flash-request-template-saved = La plantilla «{ $name }» está guardada.
flash-request-template-removed = La plantilla «{ $name }» está eliminada.
notification-request-round = «{ $title }»: { $sent } enviadas, { $failed } sin enviar.
error-request-many-nobody = Elija al menos un cliente.
activity-kind-request-template = Plantillas de solicitudes
activity-request-template-created = hizo la plantilla de solicitud
activity-request-template-changed = cambió la plantilla de solicitud
activity-request-template-removed = eliminó la plantilla de solicitud
column-request-template-title = Título
job-send-requests = Enviar una solicitud a muchos clientes
api-part-requests = Solicitudes a clientes
requests-home-to-judge = Solicitudes por revisar
requests-home-open = Solicitudes abiertas
requests-home-late = Solicitudes vencidas

# En el portal
request-portal-left =
    { $count ->
       [0] todo respondido: falta enviarla
       [one] falta 1 respuesta
       *[other] faltan { $count } respuestas
    }
request-task = La tarea que espera a esta solicitud
