# El inicio de una organización.
home-new-bill = Factura recibida
home-new-entry = Asiento
home-new-invoice = Nueva factura
home-year = ejercicio desde el { $from }
home-figures = Cifras
home-cash = Tesorería
home-receivables = Por cobrar
home-payables = Por pagar
home-results = Resultado
home-result = Resultado
home-result-of = Resultado { $year }
home-due = Vence esta semana
home-due-all = Impuestos
home-entries = Últimos asientos
home-customers = Mejores clientes
home-expenses = Gastos
home-expenses-first = Mayores gastos
home-by-month = Ingresos y gastos por mes
home-income = Ingresos
home-hidden = No se muestra: { $parts }. Su papel no permite ver los asientos y los informes.
home-failed = No se pudo calcular. El resto de la página está al día.
home-failed-short = No se pudo calcular
home-overdue = vencido { $amount }
home-nothing-overdue = nada vencido
home-cash-accounts =
    { $count ->
       [one] 1 cuenta
       *[other] { $count } cuentas
    }
home-cash-waiting =
    { $count ->
       [one] 1 línea sin conciliar, del { $day }
       *[other] { $count } líneas sin conciliar desde el { $day }
    }
home-cash-negative = { $account } en negativo desde el { $day }: { $amount }
home-through-day = hasta el { $day }
home-through = (hasta el { $day })
home-margin = margen { $percent }
home-chart-title = Ingresos y gastos por mes, de { $from } a { $to }
home-chart-best = El mes de más ingresos es { $month }, con { $amount }.
home-chart-losses = Los gastos superan a los ingresos en { $months }.
home-chart-no-losses = En ningún mes los gastos superan a los ingresos.
home-chart-table = Ver la tabla
home-month = Mes
home-month-opens = { $month }: pérdidas y ganancias
home-twelve-months = Doce meses
home-today = hoy
home-tomorrow = mañana
home-due-return = Modelo { $model }, { $period }
home-due-mismatch =
    { $count ->
       [one] 1 cuenta no cuadra con los documentos
       *[other] { $count } cuentas no cuadran con los documentos
    }
home-due-receivables =
    { $count ->
       [one] 1 cobro previsto
       *[other] { $count } cobros previstos
    }
home-due-payables =
    { $count ->
       [one] 1 factura por pagar
       *[other] { $count } facturas por pagar
    }
home-due-none = Nada vence.
home-due-none-until = Nada hasta el { $day }.
home-due-none-until-returns = Nada hasta el { $day } (modelos de { $period }).
home-ages-told = { $name }: { $overdue } vencidos de { $total }
home-age = Antigüedad
home-items = Partidas
home-entry-number = N.º
home-entry-text = Concepto
home-no-entries = Aún no hay asientos.
home-cash-by-account = Tesorería por cuenta
home-no-cash = Ninguna cuenta de tesorería tiene saldo.
home-lines-waiting =
    { $count ->
       [one] 1 línea sin conciliar
       *[other] { $count } líneas sin conciliar
    }
home-reconciled = conciliado hasta el { $day }
home-never-reconciled = sin conciliar todavía
home-accounts-more =
    { $count ->
       [one] y 1 cuenta más
       *[other] y { $count } cuentas más
    }
home-name = Nombre
home-share = Parte
home-customers-told = Ventas del trimestre por cliente, sin impuestos
home-customers-rest =
    { $count ->
       [one] El resto, 1 cliente
       *[other] El resto, { $count } clientes
    }
home-no-sales = Sin ventas en el trimestre.
home-expenses-told = Gastos del trimestre por cuenta
home-expenses-rest =
    { $count ->
       [one] El resto, 1 cuenta
       *[other] El resto, { $count } cuentas
    }
home-no-expenses = Sin gastos en el trimestre.
home-steps = Para empezar
home-step-opening = Saldos de apertura
home-step-opening-about = Lo que había el primer día; o empiece de cero.
home-step-opening-do = Poner saldos
home-step-banks = Cuentas de banco
home-step-banks-about = Con su IBAN, para importar extractos.
home-step-banks-do = Añadir banco
home-step-invoice = Primera factura
home-step-invoice-about = Numerada, contabilizada y enviada desde aquí.
home-step-invoice-do = Hacer factura
home-step-import = O el diario importado
home-step-import-about = Desde otro programa, en CSV, XLSX o texto.
home-step-import-do = Importar diario
api-home = Cómo está una organización: tesorería, lo pendiente por antigüedad, el resultado del ejercicio y de doce meses, lo que vence en siete días, los últimos asientos, y los mejores clientes y mayores gastos de un trimestre
api-part-home = Inicio
