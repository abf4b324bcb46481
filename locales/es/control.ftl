### La matriz de control: los libros de todos los clientes frente a unas comprobaciones

control = Control
control-about = Muchos en una fila: el cliente necesita ayuda. Muchos en una columna: la necesita el procedimiento.
control-region = Clientes y controles
control-client = Cliente
control-last-posting = Último asiento
control-drafts = Borradores
control-suspense = Cuentas 551 y 555
control-cash = Tesorería negativa
control-tax = Impuestos sin presentar
control-months = Meses sin bloquear
control-year = Ejercicio sin cerrar
control-opening = Apertura descuadrada
control-bank-reconciled = Banco conciliado
control-bank-lines = Líneas sin conciliar
control-draft-invoices = Facturas en borrador
control-draft-bills = Facturas recibidas en borrador
control-overdue = Vencido por cobrar
control-days =
    { $count ->
       [one] hace 1 día
       *[other] hace { $count } días
    }
control-always = siempre
control-months-open =
    { $count ->
       [one] 1 mes
       *[other] { $count } meses
    }
control-over = desde más de { $value }
control-over-days =
    { $count ->
       [one] a más de 1 día
       *[other] a más de { $count } días
    }
control-over-months =
    { $count ->
       [one] a más de 1 mes
       *[other] a más de { $count } meses
    }
control-since = { $day } · { $days } d
control-snoozed = pospuesto al { $day }
control-snoozed-by = Pospuesto al { $day } por { $name }.
control-with-warning = { $count } con aviso
control-count =
    { $count ->
       [0] sin avisos
       [one] 1 aviso
       *[other] { $count } avisos
    }
control-clients =
    { $count ->
       [one] 1 cliente
       *[other] { $count } clientes
    }
control-warnings =
    { $count ->
       [0] Ningún aviso.
       [one] 1 aviso en { $clients }.
       *[other] { $count } avisos en { $clients }.
    }
control-tab-warnings = Con avisos
control-tab-all = Todos
control-tab-mine = Míos
control-tab-snoozed = Pospuestos
control-none = Ningún cliente con avisos en esta vista.
control-no-books = No hay ningún cliente con libros que usted pueda ver.
control-all-checks = Quitar el filtro
control-pages = Páginas
control-page = Página { $page } de { $pages }
control-before = Anteriores
control-after = Siguientes
control-profile = Ficha del cliente
control-check = Control
control-value = Ahora
control-bound = Avisa
control-own = propio
control-change = Posponer o cambiar
control-change-named = { $check }: posponer o cambiar
control-through = Posponer hasta
control-through-help = { $max } días como máximo.
control-snooze = Posponer el aviso
control-wake = Volver a avisar
control-threshold-days = Avisar a partir de más de (días)
control-threshold-count = Avisar a partir de más de
control-threshold-months = Avisar a partir de más de (meses)
control-threshold-money = Avisar a partir de más de (unidades de la moneda, sin decimales)
control-threshold-help = Vacío, el de siempre: { $usual }.
control-threshold-save = Guardar el umbral
error-control-through = Elija un día desde hoy hasta dentro de { $max } días.
flash-control-snoozed = Aviso pospuesto.
flash-control-woken = El aviso vuelve a verse.
flash-control-threshold = Umbral guardado.
activity-control-snoozed = pospuso un aviso de control de
activity-control-woken = volvió a mostrar un aviso de control de
activity-control-threshold-set = cambió un umbral de control de
field-control-last-posting = Último asiento
field-control-drafts = Borradores
field-control-suspense = Cuentas 551 y 555
field-control-cash = Tesorería negativa
field-control-tax = Impuestos sin presentar
field-control-months = Meses sin bloquear
field-control-year = Ejercicio sin cerrar
field-control-opening = Apertura descuadrada
field-control-bank-reconciled = Banco conciliado
field-control-bank-lines = Líneas sin conciliar
field-control-draft-invoices = Facturas en borrador
field-control-draft-bills = Facturas recibidas en borrador
field-control-overdue = Vencido por cobrar
api-part-control = Matriz de control
api-control = Los libros de todos los clientes frente a las comprobaciones, los de más avisos primero
