### The page of the installation's administrators

operations-server = Servidor
operations-version = Versión
operations-engine = Base de datos
operations-engine-sqlite = SQLite, integrada
operations-engine-postgres = PostgreSQL
operations-uptime = En marcha desde hace
operations-uptime-days =
    { $days ->
       [one] 1 día y { $hours } h
       *[other] { $days } días y { $hours } h
    }
operations-uptime-hours = { $hours } h { $minutes } min
operations-printer = Programa de impresión
operations-printer-there = Instalado
operations-printer-missing = No está: no se pueden hacer PDF
operations-use = Uso
operations-people = Personas
operations-practices = Despachos
operations-organizations = Organizaciones
operations-storage = Espacio ocupado
operations-storage-database = Base de datos
operations-storage-files = Archivos adjuntos
operations-storage-files-kept =
    { $files ->
       [one] 1 archivo, { $size }
       *[other] { $files } archivos, { $size }
    }
operations-storage-mail = Correo guardado en la carpeta
operations-storage-mail-files =
    { $files ->
       [one] 1 mensaje, { $size }
       *[other] { $files } mensajes, { $size }
    }
operations-storage-mail-cut = Más de { $files } mensajes; los contados ocupan { $size }
operations-size-b = { $size } B
operations-size-kb = { $size } kB
operations-size-mb = { $size } MB
operations-size-gb = { $size } GB
operations-mail = Correo
operations-mail-server = Servidor de correo
operations-mail-configured = Configurado
operations-mail-kept = Sin configurar: los mensajes se guardan en la carpeta «mail» de los datos
operations-mail-waiting = Mensajes por enviar
operations-mail-failed = Mensajes sin enviar por un fallo
operations-jobs = Tareas en segundo plano
operations-jobs-empty = Todavía no se ha hecho ninguna tarea.
operations-job = Tarea
operations-status-queued = En espera
operations-status-running = En curso
operations-status-done = Hechas
operations-status-failed = Con fallo
operations-failed = Tareas con fallo
operations-failed-empty = Ninguna tarea ha fallado.
operations-failed-more = Hay más tareas con fallo, anteriores a estas.
operations-retry = Reintentar
operations-retry-all = Reintentar todas
operations-retry-some = Reintentar las { $count } más antiguas
operations-waiting = Esperan otro intento
operations-running = En curso
operations-cut = Se muestran las { $count } primeras.
operations-failed-at = Falló el { $at }
operations-next-at = Próximo intento: { $at }
operations-since = Pendiente desde el { $at }
operations-attempts =
    { $count ->
       [one] 1 intento
       *[other] { $count } intentos
    }
job-send-confirmation = Correo para confirmar una cuenta
job-send-known = Correo de cuenta ya existente
job-send-reset = Correo para recuperar la contraseña
job-send-notification = Aviso por correo
job-send-email-change = Enlace para cambiar el correo
job-send-security-notice = Aviso de seguridad
job-note-attempt = Anotar un intento de inicio de sesión
job-send-invitation = Correo de invitación
job-import-clients = Importación de clientes
job-index-clients = Palabras para buscar clientes
job-user-renamed = Orden de los clientes por persona asignada
flash-job-retried = La tarea vuelve a estar en espera.
flash-jobs-retried = Las tareas vuelven a estar en espera.
problem-job-not-failed = La tarea ya no está entre las fallidas
problem-job-not-failed-help = Ya se ha reintentado o se ha borrado por antigua. Vuelva al estado del servidor para ver cómo está.
problem-no-failed-jobs = No hay tareas con fallo
problem-no-failed-jobs-help = Ya se han reintentado todas.
