### Ejercicios: cierre, bloqueos y saldos iniciales

fiscal-years-none = Todavía no hay ejercicios.
fiscal-year = Ejercicio
fiscal-year-days = Fechas
fiscal-year-state = Estado
fiscal-year-closing = Cierre
fiscal-year-close = Preparar el cierre
fiscal-year-see-closing = Ver el cierre
fiscal-year-add = Añadir un ejercicio
fiscal-year-add-about = Sigue al último o precede al primero, sin días en medio.
flash-fiscal-year-added = Ejercicio { $name } añadido.
flash-fiscal-year-closed = Ejercicio { $name } cerrado.
flash-fiscal-year-reopened = Ejercicio reabierto: sus asientos de cierre están anulados.
closing-title = Cierre del ejercicio { $year }
closing-close = Cerrar el ejercicio
closing-question = ¿Cerrar el ejercicio { $year }?
closing-about =
    { $count ->
       [0] No hay asientos que escribir. El ejercicio deja de admitir asientos.
       [one] Se escribe 1 asiento y el ejercicio deja de admitir otros.
       *[other] Se escriben { $count } asientos y el ejercicio deja de admitir otros.
    }
closing-checks = Comprobaciones
closing-checks-done = { $done } de { $all }
closing-check-drafts = Sin borradores
closing-check-drafts-left =
    { $count ->
       [one] Queda 1 borrador: contabilícelo o elimínelo.
       *[other] Quedan { $number } borradores: contabilícelos o elimínelos.
    }
closing-check-earlier = Ejercicios anteriores cerrados
closing-check-result = Cuenta del resultado en el plan
closing-check-length = Asientos de cierre de 10.000 apuntes como mucho
closing-check-passed = Correcto
closing-entries = Asientos que se escribirán
closing-nothing = No hay saldos que cerrar.
closing-profit = Resultado del ejercicio, beneficio
closing-loss = Resultado del ejercicio, pérdida
closing-will = Al cerrar
closing-makes-year = Se crea el ejercicio { $year }
closing-numbers-book = El libro se numera por fechas
closing-can-reopen = Se puede reabrir mientras el ejercicio siguiente esté abierto: se anulan apertura, cierre y regularización, en ese orden.
closing-written = Asientos del cierre
closing-wrote-nothing = El cierre no escribió ningún asiento.
closing-reopen = Reabrir el ejercicio
closing-reopen-about = Se anulan la apertura del siguiente, el cierre y la regularización, en ese orden, y el ejercicio vuelve a admitir asientos.
closing-reason-help = Queda en la actividad.
period-locks = Bloqueos
lock-scope = Ámbito
lock-level = Tipo
lock-scope-all = Todo
lock-scope-sales = Ventas
lock-scope-purchases = Compras
lock-scope-bank = Bancos
lock-scope-payroll = Nóminas
lock-scope-tax = Impuestos
lock-level-soft = Bloqueo
lock-level-hard = Bloqueo firme
lock-level-soft-about = Bloqueo: quien tiene permiso puede contabilizar
lock-level-hard-about = Bloqueo firme: nadie puede, y solo avanza
lock-open = abierto
lock-through = hasta el { $day } inclusive
lock-through-help = El último día bloqueado. Vacío quita un bloqueo que no es firme.
lock-change = Cambiar un bloqueo
locks-none = No hay nada bloqueado.
locks-standing = Bloqueos vigentes
locks-history = Historial
opening-about = Lo que la empresa tenía antes de su primer asiento aquí. Se puede corregir hasta que se cierre el ejercicio; la diferencia, si la hay, queda en una cuenta por aclarar.
opening-closed = Son del ejercicio { $year }, que está cerrado: para corregirlos hay que reabrirlo.
opening-date-help = El primer día que se lleva aquí.
opening-cell = { $column }, fila { $row }
opening-more-rows = Más filas
flash-opening-balances = Saldos de apertura guardados.
