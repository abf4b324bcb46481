### Asientos recurrentes, y los que se anulan solos

recurring = Recurrentes
recurring-about = Asientos que vuelven cada tantas semanas o meses, en borrador o contabilizados. Lo que no se pudo hacer se dice aquí y se intenta cada hora.
recurring-empty = Aún no hay asientos recurrentes. Se hacen aquí, desde un predefinido o desde un asiento.
recurring-new = Nuevo recurrente
recurring-make = Hacer recurrente
recurring-more = Más recurrentes
recurring-when = Cuándo
recurring-does = Qué hace
recurring-next = Próxima fecha
recurring-drafts = Deja un borrador
recurring-posts = Contabiliza
recurring-active = En marcha
recurring-stopped = Detenido
recurring-ended = Terminado
recurring-every = Cada
recurring-unit = Semanas o meses
recurring-unit-weeks = semanas
recurring-unit-months = meses
recurring-day = Día del mes
recurring-day-help = Si el mes es más corto, su último día. Por semanas cuenta el día de la primera fecha.
recurring-last-day = Último día
recurring-from = Desde
recurring-until = Hasta
recurring-count = Veces
recurring-every-weeks = { $every ->
    [one] Cada semana
   *[other] Cada { $every } semanas
  }
recurring-every-months = { $every ->
    [one] Cada mes
   *[other] Cada { $every } meses
  }
recurring-on-day = { $every }, el día { $day }
recurring-on-last = { $every }, el último día
recurring-lines-about = Las líneas llevan importes o fórmulas como en los predefinidos; lo que preguntan se contesta aquí una vez. Ninguna cuenta queda vacía.
recurring-fault = El del { $day } no se ha podido hacer: { $why }
error-author-without-right = Quien lo guardó ya no puede contabilizar en esta organización: guárdelo de nuevo para que siga a su nombre.
recurring-next-dates = Próximas fechas
recurring-came = Hechos
recurring-left-out = omitido
recurring-gone = borrador eliminado
recurring-skip = Omitir la próxima
recurring-stale = Otra persona lo ha guardado mientras tanto. Lo que ha escrito sigue aquí: si guarda de nuevo, sustituye a lo suyo.
recurring-delete-about = Los asientos que ha hecho se quedan.
flash-recurring-skipped = { $name } omitido.
flash-recurring-deleted = { $name } eliminado.
problem-recurring-ended = Ya no tiene fechas
problem-recurring-ended-help = Cambie su final para que siga.
activity-recurring-created = hizo el asiento recurrente
activity-recurring-changed = cambió el asiento recurrente
activity-recurring-deleted = eliminó el asiento recurrente
activity-recurring-skipped = omitió una fecha del asiento recurrente
activity-recurring-failed = no pudo hacerse un asiento de
activity-kind-recurring-entry = Asientos recurrentes
job-make-recurring = Hacer asientos recurrentes
entry-reverse-on = Anular automáticamente
entry-reverse-on-day = Anular el
entry-reverse-on-about = El asiento y su anulación en esa fecha se contabilizan a la vez.
entry-reverses-itself = Anulación automática
field-reverse-on = Anular el
api-part-recurring-entries = Asientos recurrentes
api-recurring = Los asientos recurrentes con sus próximas fechas
api-recurring-create = Hace un asiento recurrente de sus líneas, de un predefinido (template) o de un asiento (entry); frequency y every dicen cada cuánto, day el día del mes (31 el último), action si deja borradores o contabiliza
api-recurring-one = Un asiento recurrente
api-recurring-change = Cambia un asiento recurrente, lo detiene o lo reanuda
api-recurring-remove = Elimina un asiento recurrente; los que ha hecho se quedan
api-recurring-skip = Omite la próxima fecha
