### Las tareas del despacho

tasks = Tareas
task-quarter = { $quarter }T { $year }
task-month = { $month } { $year }
task-period-help = Año, trimestre o mes: 2027, 1T 2027 o 3/2027.
column-task-title = Título
column-task-kind = Clase
column-task-period = Periodo
column-task-waiting-for = Espera a
column-task-priority = Prioridad
column-task-start-on = Empieza
column-task-due-on = Fecha interna
column-task-owner-id = Responsable
column-task-reviewer-id = Revisa
column-task-estimate-minutes = Minutos previstos
column-task-assignee-id = Persona
column-task-subtask = Subtarea
column-task-done = Hecha
column-task-status = Estado
column-task-reason = Motivo
column-task-tags = Etiquetas
column-task-description = Descripción

task-kind-tax = Fiscal
task-kind-accounting = Contable
task-kind-payroll = Laboral
task-kind-corporate = Mercantil
task-kind-notice = Notificación
task-kind-advice = Consulta
task-kind-other = Otra
task-status-planned = Prevista
task-status-ready = Lista para empezar
task-status-in-progress = En curso
task-status-waiting = En espera
task-status-in-review = En revisión
task-status-done = Hecha
task-status-cancelled = Cancelada
task-waiting-for-client = Del cliente
task-waiting-for-authority = De la administración
task-waiting-for-third-party = De un tercero
task-waiting-for-internal = Del despacho
task-priority-low = Baja
task-priority-normal = Normal
task-priority-high = Alta
task-priority-urgent = Urgente

error-task-period = No es un periodo: escriba 2027, 1T 2027 o 3/2027.
error-task-step = Desde su estado actual no se pasa a este.
error-task-only-waiting = Solo una tarea en espera espera a alguien: póngala en espera o deje esto vacío.
error-task-only-cancelled = El motivo es de una tarea que se cancela: cancélela o deje esto vacío.
error-task-after-legal = La fecha interna no puede pasar de la legal, { $day }.
error-task-own-review = La envió a revisión usted: la aprueba otra persona.
error-task-own-reviewer = Quien la hace no puede revisarla.
error-task-unseen = { $name } no ve a este cliente: asígneselo antes.

activity-kind-task = Tareas
activity-task-created = creó la tarea
activity-task-updated = cambió la tarea
activity-task-deleted = eliminó la tarea
activity-task-restored = recuperó la tarea
activity-task-subtask-added = añadió una subtarea a
activity-task-subtask-updated = cambió una subtarea de
activity-task-subtask-removed = quitó una subtarea de
activity-task-commented = escribió una nota interna en
notification-task-mentioned = { $who } le nombra en una nota de la tarea «{ $task }».
notification-task-returned = { $who } le devuelve la tarea «{ $task }».

task = Tarea
task-about = Datos
task-all-firm = Todo el despacho
task-approve = Aprobar
task-assign = Asignar a
task-begin = Empezar
task-by-person = Por persona
task-cancel = Cancelar la tarea
task-cancel-reason = Motivo de la cancelación
task-dates-people = Fechas y personas
task-delete-about = Puede deshacerlo durante un día.
task-delete-sure = ¿Eliminar «{ $name }»?
task-estimate = Tiempo previsto
task-finish = Dar por hecha
task-follow = Seguir
task-unfollow = Dejar de seguir
task-followers = La siguen
task-followers-none = Nadie todavía
task-gone = Quien ya no está
task-handle = Atender hoy
task-handle-none = No hay nada vencido, ni por revisar, ni suyo para hoy.
task-home = El trabajo
task-hours = { $hours } h
task-internal = Interna
task-legal = Legal
task-legal-day = Legal { $day }
task-line-new = Nueva subtarea
task-lines = Subtareas
task-lines-done = Subtareas hechas
task-lines-empty = No tiene subtareas.
task-lines-help = Una por línea.
task-load = Horas de la semana
task-me = Yo
task-move = Mover
task-move-example = +2 días, vie
task-move-label = Mover la fecha interna
task-new = Nueva tarea
task-no-period = Sin periodo
task-nobody = Nadie
task-note-add = Guardar nota
task-note-help = Solo la ve el despacho. Escriba @ y el nombre de alguien para avisarle.
task-note-internal = Interno, solo el despacho
task-note-new = Nota interna
task-notes = Conversación
task-notes-more = Se muestran las { $count } notas últimas.
task-oldest-since = la más antigua, desde el { $day }
task-own-today = Suyas de hoy
task-period-example = 1T 2027
task-person = Persona
task-prepared = Preparada por { $name }
task-prepared-by = Preparada por
task-prepared-other = Preparada por { $name } · revisa { $reviewer }
task-prepared-you = Preparada por { $name } · revisa usted
task-reopen = Reabrir
task-return = Devolver
task-see-all = Ver todas ({ $count })
task-send-review = Pasar a revisión
task-set-status = Cambiar
task-steps = Otro estado
task-when = Cuándo
task-why = Por qué
task-when-late = Vencidas
task-when-today = Hoy
task-when-week = Esta semana
task-when-later = Más adelante
task-when-none = Sin fecha
tasks-client-none = Ninguna.
tasks-closed = Terminadas
tasks-empty = Todavía no hay tareas abiertas.
tasks-late = Vencidas
tasks-mine = Mías
tasks-none = Ninguna tarea es así.
tasks-open = Abiertas
tasks-review = Por revisar
tasks-search = Título o cliente
tasks-waiting = Esperando al cliente
tasks-week = Vencen esta semana
task-group-due = Por fecha
task-group-client = Por cliente
task-group-owner = Por responsable
task-group-status = Por estado
task-group-period = Por periodo
task-group-none = Sin agrupar
task-awaited-client = el cliente
task-awaited-authority = la administración
task-awaited-third-party = un tercero
task-awaited-internal = el despacho
task-wait-client = Esperar al cliente
task-wait-authority = Esperar a la administración
task-wait-third-party = Esperar a un tercero
task-wait-internal = Esperar al despacho
task-fault-client = falta el cliente desde el { $day }
task-fault-authority = falta la administración desde el { $day }
task-fault-third-party = falta un tercero desde el { $day }
task-fault-internal = falta algo del despacho desde el { $day }
task-ours-planned = nuestra, sin empezar
task-ours-ready = nuestra, lista desde el { $day }
task-ours-in-progress = nuestra, en curso desde el { $day }
task-ours-waiting = en espera desde el { $day }
task-ours-in-review = por revisar desde el { $day }
task-ours-done = hecha el { $day }
task-ours-cancelled = cancelada el { $day }
error-task-move = Escriba +2 días, un día de la semana o una fecha.
client-tab-tasks = Tareas
flash-task-created = Tarea «{ $name }» creada.
flash-task-followed = Sigue la tarea: la verá en su resumen de la mañana.
flash-task-unfollowed = Ya no sigue la tarea.
flash-task-line-added = Subtarea añadida.
flash-task-line-removed = Subtarea «{ $name }» quitada.
flash-task-note-added = Nota interna guardada.
flash-task-status = Ahora está: { $name }.
task-late-days =
    { $count ->
       [one] 1 día de retraso
      *[other] { $count } días de retraso
    }
task-late-internal =
    { $count ->
       [one] 1 día sobre la fecha interna
      *[other] { $count } días sobre la fecha interna
    }
task-left-legal =
    { $count ->
       [one] queda 1 para la legal
      *[other] quedan { $count } para la legal
    }
task-in-days =
    { $count ->
       [one] dentro de 1 día
      *[other] dentro de { $count } días
    }
task-oldest-days =
    { $count ->
       [one] la más antigua, 1 día
      *[other] la más antigua, { $count } días
    }
task-mine-week =
    { $count ->
       [one] 1 vence esta semana
      *[other] { $count } vencen esta semana
    }
task-review-you =
    { $count ->
       [one] 1 la revisa usted
      *[other] { $count } las revisa usted
    }
task-today-count =
    { $count ->
       [one] 1 hoy
      *[other] { $count } hoy
    }
tasks-found =
    { $count ->
       [one] 1 tarea
      *[other] { $count } tareas
    }
tasks-partly-more =
    { $count ->
       [one] Y 1 más, que sigue marcada.
      *[other] Y { $count } más, que siguen marcadas.
    }
flash-tasks-changed =
    { $count ->
       [one] 1 tarea cambiada.
      *[other] { $count } tareas cambiadas.
    }
flash-tasks-deleted =
    { $count ->
       [one] 1 tarea eliminada.
      *[other] { $count } tareas eliminadas.
    }
flash-tasks-undone =
    { $count ->
       [one] 1 tarea está como antes.
      *[other] { $count } tareas están como antes.
    }
tasks-partly = Cambiadas: { $count }. Sin cambiar, y por qué: { $refused }.

task-template = Plantilla
task-templates = Plantillas
task-template-new = Nueva plantilla
task-templates-empty = Todavía no hay plantillas: con una se crea la misma tarea para muchos clientes y periodos.
task-template-due = Fecha interna
task-template-active = En uso
task-template-title-help = Cómo se llaman sus tareas; vacío, como la plantilla.
task-template-model-help = El modelo cuyas obligaciones atiende, como 303.
task-template-due-days-help = Negativo, antes.
task-template-lines-help = Una por línea. Tras una barra, los días desde la fecha interna: Conciliar | -5
task-apply = Aplicar a clientes
task-apply-do = Crear tareas
task-applications = Aplicaciones
task-periods = Periodos
task-periods-help = Separados por comas: 1T 2027, 2T 2027. Vacío, una tarea sin periodo por cliente.
task-outdated = Tareas de una versión anterior
task-internal-then = Pasaría a
task-same = igual
task-application-done = creadas { $made }, ya estaban { $already }
task-application-running = { $done } de { $total }
task-anchor-period-end = Fin del periodo
task-anchor-period-start = Principio del periodo
task-anchor-legal = Fecha legal
task-weekends-keep = No se mueve
task-weekends-before = Al viernes anterior
task-weekends-after = Al lunes siguiente
task-owner-rule-assigned = Quien lleva al cliente
task-owner-rule-applier = Quien la aplica
task-owner-rule-nobody = Nadie
column-task-template-name = Nombre
column-task-template-title = Título de las tareas
column-task-template-model = Modelo
column-task-template-due-anchor = Se cuenta desde
column-task-template-due-days = Días después
column-task-template-weekends = En fin de semana
column-task-template-start-days = Empieza días antes
column-task-template-owner-rule = Responsable
column-task-template-subtasks = Subtareas
column-task-template-active = En uso
column-task-template-tasks = Tareas
column-task-series-frequency = Frecuencia
column-task-series-every = Cada
column-task-series-day = Día
column-task-series-starts-on = Desde
column-task-series-ends-on = Hasta
column-task-series-anchor = Se cuenta desde
column-task-series-field = Campo del cliente
column-task-series-offset-days = Días después
column-task-series-period-of = Es de
column-task-series-days-ahead = Se crea días antes
column-task-series-skip = Se saltan
column-task-series-clients = Clientes
column-task-series-active = En uso
task-series-title-help = Vacío, el de la plantilla.
task-series-day-help = 31 es el último.
task-series-skip-help = Días previstos, como 2027-04-15, separados por comas.
task-frequency-weekly = Cada semana
task-frequency-monthly = Cada mes
task-frequency-quarterly = Cada trimestre
task-frequency-yearly = Cada año
task-series-anchor-calendar = El calendario
task-series-anchor-legal-date = La fecha legal
task-series-anchor-fiscal-year-end = El fin del ejercicio
task-series-anchor-client-field = Un campo del cliente
task-period-of-previous = El periodo anterior
task-period-of-current = Su periodo
task-period-of-none = Ninguno
activity-kind-task-template = Plantillas de tareas
activity-kind-task-series = Series de tareas
activity-task-template-created = creó la plantilla de tareas
activity-task-template-updated = cambió la plantilla de tareas
activity-task-template-applied = aplicó la plantilla de tareas
activity-task-template-renewed = puso al día las tareas de la plantilla
activity-task-series-created = creó la serie de tareas
activity-task-series-updated = cambió la serie de tareas
notification-task-template-applied = La plantilla «{ $name }» está aplicada: { $made } tareas creadas, { $already } ya estaban.
task-days-after =
    { $count ->
       [one] 1 día después: { $anchor }
      *[other] { $count } días después: { $anchor }
    }
task-days-before =
    { $count ->
       [one] 1 día antes: { $anchor }
      *[other] { $count } días antes: { $anchor }
    }
task-outdated-ahead =
    { $count ->
       [one] 1 tarea sin empezar sigue una versión anterior.
      *[other] { $count } tareas sin empezar siguen una versión anterior.
    }
task-outdated-begun =
    { $count ->
       [one] 1 ya empezada se deja como está.
      *[other] { $count } ya empezadas se dejan como están.
    }
task-outdated-more =
    { $count ->
       [one] Y 1 más.
      *[other] Y { $count } más.
    }
task-renew =
    { $count ->
       [one] Poner al día 1 tarea
      *[other] Poner al día { $count } tareas
    }
flash-task-template-applied =
    { $count ->
       [one] Se está creando 1 tarea.
      *[other] Se están creando { $count } tareas.
    }

task-views = Formas de ver
task-view-list = Lista
task-view-board = Tablero
task-view-calendar = Calendario
task-view-load = Carga
task-view-week = Mi semana
task-board-help = Arrastre una tarjeta, o levántela con Espacio, muévala con las flechas y suéltela con Intro; Esc la deja donde estaba.
task-board-lifted = Levantada. Muévala con las flechas.
task-board-to = A
task-board-back = Se queda donde estaba.
task-move-card = Mover «{ $name }» a
task-month-before = Mes anterior
task-month-after = Mes siguiente
task-calendar-cut = Se muestran las { $count } primeras.
task-week-of = Semana del { $day }
task-load-none = No vence nada en las próximas seis semanas.
flash-task-not-moved = No se ha movido: { $name }
weekday-1 = lun
weekday-2 = mar
weekday-3 = mié
weekday-4 = jue
weekday-5 = vie
weekday-6 = sáb
weekday-7 = dom
task-day-more =
    { $count ->
       [one] 1 más
      *[other] { $count } más
    }

task-habits = Avisos y vistas
task-digest = Resumen de la mañana
task-digest-about = Un correo cada día laborable, si hay algo que decir. Los avisos de quien le nombra y de lo que le devuelven llegan al momento.
task-digest-no-mail = Su cuenta no recibe avisos por correo: actívelos en Mi cuenta.
task-digest-hour = Hora
task-digest-kinds = Qué cuenta
task-digest-late = Lo suyo vencido
task-digest-today = Lo suyo de hoy
task-digest-review = Lo que revisa usted
task-digest-followed = Notas en lo que sigue
task-own-views = Vistas guardadas
task-own-views-none = Ninguna: filtre la lista y use «Guardar vista».
task-view-shared = de todos
task-view-keep = Guardar vista
task-view-name = Nombre de la vista
task-view-share = Para todo el despacho
task-review-rule = Revisión
task-own-review-allowed = Cada uno puede revisar lo que ha hecho
flash-task-view-kept = Vista «{ $name }» guardada.
flash-task-view-refused = La vista no se ha guardado: { $name }
activity-task-review-rule = cambió quién revisa las tareas en
column-practice-own-review = Revisar lo propio
mail-task-digest-subject = { $practice }: su día, { $day }
mail-task-digest-note = Recibe este resumen cada mañana laborable. Puede cambiar la hora o lo que cuenta, o dejarlo, en Tareas, «Avisos y vistas».
mail-task-digest-followed = Notas nuevas en lo que sigue:
mail-task-digest-late =
    { $count ->
       [one] 1 tarea vencida:
      *[other] { $count } tareas vencidas:
    }
mail-task-digest-today =
    { $count ->
       [one] 1 vence hoy:
      *[other] { $count } vencen hoy:
    }
mail-task-digest-review =
    { $count ->
       [one] 1 espera su revisión:
      *[other] { $count } esperan su revisión:
    }
mail-task-digest-more =
    { $count ->
       [one] y 1 más
      *[other] y { $count } más
    }
column-task-obligation-id = Obligación
task-no-obligation = Ninguna
job-apply-task-template = Aplicar una plantilla de tareas
job-make-task-occurrences = Crear las tareas de las series
job-send-task-digest = Enviar el resumen de la mañana

task-series = Series
task-series-new = Nueva serie
task-series-empty = Todavía no hay series: una serie crea la misma tarea una y otra vez.
task-series-ahead = El próximo año
task-series-none = No viene ninguna vez en el próximo año.
task-series-computed = prevista
task-series-what = Qué se hace
task-series-when = Cuándo
task-series-no-template = Sin plantilla
column-task-template-kind = Clase
column-task-template-priority = Prioridad
column-task-template-description = Descripción
column-task-template-reviewer-id = Revisa
column-task-template-estimate-minutes = Minutos previstos
column-task-template-tags = Etiquetas
column-task-series-title = Título
column-task-series-kind = Clase
column-task-series-template-id = Plantilla
column-task-series-model = Modelo
column-task-series-field-id = Campo del cliente
column-task-series-weekends = En fin de semana
column-task-series-owner-rule = Responsable
column-task-series-estimate-minutes = Minutos previstos
