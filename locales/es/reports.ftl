### Reports: trial balance, general ledger, profit and loss, balance sheet, journal

reports = Informes
reports-way = Ruta
reports-options = Opciones del informe
reports-apply = Ver
reports-period = Periodo
reports-previous = Periodo anterior
reports-next = Periodo siguiente
reports-period-year = Este ejercicio
reports-period-last-year = Ejercicio anterior
reports-period-quarter = Este trimestre
reports-period-last-quarter = Trimestre anterior
reports-period-month = Este mes
reports-period-last-month = Mes anterior
reports-from = Desde
reports-to = Hasta
reports-level = Nivel, en cifras
reports-level-account = Cuenta
reports-zero = Con saldo cero
reports-closing = Asientos de cierre
reports-period-of = Del { $from } al { $to }
reports-in = { $period }, importes en { $currency }
reports-code = Código
reports-account = Cuenta
reports-opening = Saldo inicial
reports-sums = Sumas del periodo
reports-balances-at = Saldos a { $day }
reports-debit = Debe
reports-credit = Haber
reports-debtor = Deudor
reports-creditor = Acreedor
reports-creditor-short = Acr.
reports-balance = Saldo
reports-total = Total
reports-ties = Cuadra
reports-ties-not = No cuadra
reports-nothing = No hay movimientos en este periodo.
reports-without-closing = sin regularización ni cierre
reports-with-closing = con regularización y cierre
reports-drafts =
    { $count ->
       [one] 1 borrador, que no cuenta
       *[other] { $number } borradores, que no cuentan
    }
reports-number = Asiento
reports-contra = Contrapartida
reports-brought = Saldo anterior
reports-carried = Suma y sigue
reports-balance-before = Saldo antes del { $day }
reports-balance-at = Saldo a { $day }
reports-postings =
    { $count ->
       [one] 1 apunte
       *[other] { $number } apuntes
    }
reports-first-page = Primera página
trial-balance = Balance de sumas y saldos
trial-balance-about = Saldo inicial, sumas y saldos de cada cuenta. Se ve si cuadra, y cada fila lleva a su mayor.
trial-balance-file = sumas-y-saldos-{ $from }-{ $to }
general-ledger = Mayor
general-ledger-about = Los apuntes de una cuenta con su saldo después de cada uno y su contrapartida.
general-ledger-file = mayor-{ $code }-{ $from }-{ $to }
general-ledger-choose = Elija una cuenta para ver su mayor, o llegue a él desde el balance de sumas y saldos.
general-ledger-several = { $count } cuentas juntas
reports-part = Apartado
reports-new = nueva
reports-change = Variación
reports-compare = Comparar con
reports-compare-nothing = Nada
reports-compare-previous = Periodo anterior
reports-compare-closing = Cierre anterior
reports-compare-year = Año anterior
reports-compare-previous3 = Los 3 periodos anteriores
reports-compare-year3 = Los 3 años anteriores
reports-compare-month = Por meses
reports-compare-quarter = Por trimestres
reports-quarter-of = { $quarter }.º trim. { $year }
reports-model = Modelo
reports-model-chart = Por cuentas del plan
reports-line = Partida
reports-accounts = Con sus cuentas
error-too-many-columns = Son demasiadas columnas: { $max } como máximo. Elija un periodo más corto.
reports-on = A fecha de
reports-income = Ingresos
reports-expenses = Gastos
reports-total-income = Total ingresos
reports-total-expenses = Total gastos
reports-profit = Resultado: beneficio
reports-loss = Resultado: pérdida
reports-assets = Activo
reports-equity = Patrimonio neto
reports-liabilities = Pasivo
reports-total-assets = Total activo
reports-total-equity = Total patrimonio neto
reports-total-liabilities = Total pasivo
reports-total-claims = Patrimonio neto y pasivo
reports-open-result = Resultado del ejercicio, sin cerrar
reports-entries =
    { $count ->
       [one] 1 asiento
       *[other] { $number } asientos
    }
reports-sum = suman { $sum }
reports-undone = anulado
journal-book = Diario
journal-book-about = Los asientos con sus apuntes, por fechas.
journal-file = diario-{ $from }-{ $to }
profit-and-loss = Pérdidas y ganancias
profit-and-loss-about = Ingresos, gastos y resultado de un periodo, al lado de otro.
profit-and-loss-file = perdidas-y-ganancias-{ $from }-{ $to }
balance-sheet = Balance de situación
balance-sheet-about = Activo, patrimonio neto y pasivo en una fecha, al lado de otra.
balance-sheet-file = balance-{ $to }
cash-flow = Estado de flujos de efectivo
cash-flow-about = De dónde ha venido el dinero y en qué se ha ido, desde el resultado hasta la variación de la tesorería.
cash-flow-file = flujos-de-efectivo-{ $from }-{ $to }
cash-flow-opening = Efectivo al comienzo del periodo
cash-flow-closing = Efectivo al final del periodo
changes-in-equity = Cambios en el patrimonio neto
changes-in-equity-about = Cómo ha pasado el patrimonio del saldo inicial al final: resultado, aumentos y disminuciones.
changes-in-equity-file = cambios-en-el-patrimonio-{ $from }-{ $to }
equity-result = Resultado del periodo
equity-increases = Aumentos
equity-decreases = Disminuciones
equity-closing = Saldo final
opening-short = Lo que la empresa tenía antes de su primer asiento aquí.
reports-comparison = Comparación
reports-keys = Teclas del informe
reports-key-period = Elegir el periodo
reports-key-periods = Periodo anterior y siguiente
reports-key-level = Nivel de las cuentas
reports-key-row = Bajar y subir por las filas
reports-key-export = Exportar
reports-key-account = Ir a la cuenta
reports-key-accounts = Cuenta anterior y siguiente
reports-key-select = Elegir el apunte
reports-key-range = Elegir hasta el apunte
reports-key-match = Puntear lo elegido
reports-key-unmatch = Quitar el punteo
