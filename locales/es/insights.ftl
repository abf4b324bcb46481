# Análisis: las cifras de los libros de todos los clientes.
insights = Análisis
insights-about = Al { $day }, de los libros que usted puede ver.
insights-in = Importes en { $currency }.
insights-year = Este año y el anterior
insights-quarter = Este trimestre y el anterior
insights-first = Se muestran las primeras { $max } organizaciones, por cliente.
insights-file = analisis
insights-clients =
    { $count ->
       [one] 1 organización
       *[other] { $count } organizaciones
    }
insight-cash = Tesorería
insight-receivables = Por cobrar
insight-overdue = Vencido
insight-payables = Por pagar
insight-income = Ingresos
insight-income-before = Ingresos antes
insight-expenses = Gastos
insight-expenses-before = Gastos antes
insight-result = Resultado
insight-result-before = Resultado antes
insight-margin = Margen
api-part-insights = Análisis
api-insights = Las cifras de los libros de todos los clientes: tesorería, lo pendiente y lo vencido, ingresos, gastos y resultado de un período y del anterior, y el margen
