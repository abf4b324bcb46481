### Lo que vuelve por sí solo: cuándo, y por qué no se pudo hacer

recurring-every = Cada
recurring-unit = Unidad
recurring-unit-days = días
recurring-unit-weeks = semanas
recurring-unit-months = meses
recurring-unit-years = años
recurring-day = Día del mes
recurring-day-help = Si el mes es más corto, su último día. Por días y semanas se cuenta desde la primera fecha.
recurring-last-day = Último día
recurring-from = Desde
recurring-until = Hasta
recurring-count = Número de veces
recurring-every-days = { $every ->
    [one] Cada día
   *[other] Cada { $every } días
  }
recurring-every-weeks = { $every ->
    [one] Cada semana
   *[other] Cada { $every } semanas
  }
recurring-every-months = { $every ->
    [one] Cada mes
   *[other] Cada { $every } meses
  }
recurring-every-years = { $every ->
    [one] Cada año
   *[other] Cada { $every } años
  }
recurring-on-day = { $every }, el día { $day }
recurring-on-last = { $every }, el último día
recurring-in-month = { $when }, en { $month }
period-month = { $month } de { $year }
error-author-without-right = Quien lo guardó ya no puede contabilizar en esta organización: guárdelo de nuevo para que siga a su nombre.
problem-recurring-ended = Ya no tiene fechas
problem-recurring-ended-help = Cambie su final para que siga.
