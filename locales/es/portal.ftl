### El portal del cliente, y lo que el despacho hace con él

portal = Portal
client-tab-portal = Portal
portal-home = Inicio
portal-documents = Documentos
portal-messages = Mensajes
portal-hello = Hola,
portal-none = Nadie le ha invitado a un portal todavía.
portal-waiting = Esperamos de usted
portal-nothing-waits = Nada por ahora.
portal-part-failed = Una parte no se puede mostrar ahora. Vuelva a intentarlo dentro de un rato.
portal-dates = Sus fechas
portal-date-filed = Presentado
portal-date-until = último día, { $day }
portal-date-account = si está domiciliado, en { $account }
portal-dates-more = { $count ->
    [one] Y una fecha más.
   *[other] Y { $count } fechas más.
}
portal-latest = Últimos documentos
portal-no-documents = Aquí estarán los documentos que le comparta el despacho.
portal-none-found = Ningún documento se llama así.
portal-search = Nombre o periodo
portal-new = Nuevo
portal-sent-by-you = enviado por usted
portal-save-named = Guardar { $name }
portal-save-all = Guardar todos (ZIP)
portal-unread = { $count ->
    [one] Un mensaje sin leer
   *[other] { $count } mensajes sin leer
}
portal-send-files = Enviar archivos
portal-send-about = Los verá { $firm }. Fotos o PDF, varios a la vez.
portal-send = Enviar
portal-sent = Enviado
portal-sent-summary = # de % enviados
portal-folder = Enviado por el cliente
portal-write = Escribir al despacho
portal-only-reads = Su acceso es de consulta: no envía archivos ni mensajes.
portal-message-to = Mensaje a { $firm }
portal-no-messages = No hay mensajes todavía.
portal-earlier = Ver anteriores
portal-conversation = Conversación
portal-conversation-about = Las notas internas no las ve nadie del cliente.
portal-nothing-said = Nadie ha escrito nada todavía.
portal-internal = Interno, solo el despacho
portal-to-client = Al cliente: { $names }
portal-from-client = Del cliente
portal-read-by = Leído por { $name }, { $at }
portal-who-reads = Quién lo leerá
portal-text = Texto
portal-note = Nota interna
portal-message = Mensaje al cliente
portal-recipients = Quién lo recibe
portal-note-about = Solo lo ve el despacho.
portal-message-about = Lo verán en el portal, y se les avisa por correo.
portal-save-note = Guardar nota
portal-send-to = { $count ->
    [one] Enviar a una persona
   *[other] Enviar a { $count } personas
}
portal-sure = Esto empezó como nota interna. Pulse otra vez para enviarlo al cliente.
portal-people = Personas con acceso
portal-nobody = Nadie de este cliente entra en el portal todavía.
portal-invitation-until = Invitación enviada, vale hasta el { $day }
portal-invitation-expired = La invitación ha caducado
portal-revoke = Retirar
portal-revoke-question = ¿Retirar la invitación de { $email }?
portal-seen = entró el { $at }
portal-never-seen = aún no ha entrado
portal-end = Quitar acceso
portal-end-question = ¿Quitar el acceso a { $name }?
portal-end-about = Deja de ver los documentos y los mensajes de este cliente. Se le puede volver a invitar.
portal-role = Papel
portal-role-help = Administración ve todas las materias; Consulta no envía nada.
portal-role-administrator = Administración
portal-role-accounting = Contabilidad
portal-role-payroll = Laboral
portal-role-read-only = Consulta
portal-categories = Materias que ve
portal-categories-help = Sin marcar ninguna, las de su papel. Lo general lo ven todos.
portal-no-contacts = No queda ninguna persona de contacto por invitar: añádala en la ficha de
portal-invite = Invitar al portal
portal-contact = Persona de contacto
portal-contact-help = La invitación se envía a su correo.
portal-invitation-title = Portal de { $firm }
portal-invitation-text = { $firm } le invita a su portal para { $client }: sus documentos, sus fechas y sus mensajes, en un solo sitio.
mail-portal-invitation-subject = { $firm } le invita a su portal
mail-portal-invitation = { $by }, de { $firm }, le invita al portal de { $client }: sus documentos, sus fechas y sus mensajes con el despacho.
mail-portal-invitation-note = La invitación vale hasta el { $until } y es solo para usted. Si no la espera, no haga nada.
error-contact-no-email = Esta persona de contacto no tiene correo: añádaselo antes en la ficha del cliente.
error-messages-today = Hoy ya ha enviado { $max } mensajes: siga mañana, o llame al despacho.
problem-already-of-client = Ya tiene acceso a este cliente
activity-client-person-invited = ha invitado al portal de
activity-client-invitation-revoked = ha retirado una invitación al portal de
activity-client-person-joined = ha entrado en el portal de
activity-client-person-changed = ha cambiado un acceso al portal de
activity-client-person-removed = ha quitado un acceso al portal de
activity-client-note-written = ha escrito una nota de
activity-client-message-sent = ha escrito al cliente
activity-client-answered = ha escrito al despacho desde
activity-client-uploaded = ha enviado un archivo desde
notification-client-message = { $tenant } le ha escrito.
notification-client-answer = { $client } ha escrito.
notification-client-upload = { $client } ha enviado un archivo.
job-send-client-invitation = Invitación al portal
flash-portal-sent = { $count ->
    [one] Archivo enviado.
   *[other] { $count } archivos enviados.
}
flash-portal-message-sent = Mensaje enviado.
flash-portal-note-saved = Nota guardada: solo la ve el despacho.
flash-portal-message-sent-to = { $count ->
    [one] Mensaje enviado a una persona.
   *[other] Mensaje enviado a { $count } personas.
}
flash-portal-invited = Invitación enviada.
flash-portal-revoked = La invitación de { $name } ya no vale.
flash-portal-ended = Acceso quitado.
