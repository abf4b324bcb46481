# Los recordatorios de facturas que vencen o han vencido.
nav-reminders = Recordatorios
reminders-title = Recordatorios
reminders-all = Todos
reminders-rules = Reglas
reminders-one = Recordatorio
reminders-on = Activados desde el { $since } a nombre de { $name }: salen cada mañana y cesan cuando la factura se cobra, se anula o se marca en disputa.
reminders-off = Los recordatorios están desactivados.
reminders-switch-on = Activar
reminders-switch-off = Desactivar
reminders-switch-on-question = ¿Enviar recordatorios a los clientes?
reminders-switch-on-about = Desde hoy, según las reglas activas. Lo que debió salir antes no sale. Las respuestas llegan al correo de la organización.
reminders-upcoming = Próximos catorce días
reminders-none = Nada que recordar en los próximos catorce días.
reminders-none-off = Al activarlos se ve aquí lo que va a salir.
reminders-no-rules = No hay ninguna regla activa con plantilla.
reminders-first =
    { $max ->
       [one] Se muestra el primero.
       *[other] Se muestran los primeros { $max }.
    }
reminders-day = Sale el
reminders-rule = Regla
reminders-no-address = sin correo
reminders-no-address-about = El contacto no tiene correo: este recordatorio no saldrá.
reminders-goes-to = Saldrá a { $address }, con el PDF y un enlace, y con lo que quede pendiente ese día.
reminders-stops = Sin recordatorios
reminders-disputed = en disputa
reminders-resume = Reanudar
reminders-resume-named = { $name }: reanudar los recordatorios
reminders-next = El siguiente sale el
reminders-no-next = No queda ningún recordatorio por salir.
reminders-stopped-disputed = La factura está en disputa: no salen recordatorios.
reminders-stopped-contact = Parados para este contacto.
reminders-stopped-document = Parados para esta factura.
reminders-deed-pause = Parar
reminders-deed-dispute = En disputa
reminders-deed-contact = Parar para el contacto
reminders-deed-resume = Reanudar
flash-reminders-on = Recordatorios activados.
flash-reminders-off = Recordatorios desactivados.
flash-reminders-stopped = No saldrán más recordatorios.
flash-reminders-resumed = Los recordatorios vuelven a salir.
activity-reminders-on = activó los recordatorios de
activity-reminders-off = desactivó los recordatorios de
activity-reminders-stopped = paró los recordatorios de
activity-reminders-disputed = marcó en disputa
activity-reminders-resumed = reanudó los recordatorios de
activity-document-reminded = envió un recordatorio de
field-reminder = Recordatorio
api-part-reminders = Recordatorios
api-reminders = Si los recordatorios están activados y lo que sale en catorce días, a menos que se cobre antes
api-reminders-switch = Activa o desactiva los recordatorios; salen a nombre de quien los activa
api-invoice-reminders = Los recordatorios de una factura: si salen, y el siguiente
api-invoice-reminders-change = Para los recordatorios de una factura, la marca en disputa, o los reanuda
job-remind-customers = Recordatorios del día
