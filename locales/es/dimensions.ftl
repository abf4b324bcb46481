# Dimensiones: proyectos, centros de coste y lo demás que distingue a los apuntes.
preferences-dimensions = Dimensiones
preferences-dimensions-about = Proyectos, centros de coste y sus valores.
preferences-dimensions-count =
    { $count ->
        [one] { $number } fila
       *[other] { $number } filas
    }
dimension-project = Proyecto
dimension-cost-center = Centro de coste
records-dimensions = Dimensiones
records-dimensions-new = Nueva dimensión
records-dimensions-edit = Editar dimensión
records-dimensions-about = Lo que distingue a los apuntes además de su cuenta: proyectos, centros de coste y las que añada. Se escriben en la columna Dimensiones del asiento.
column-dimensions-code = Código
column-dimensions-name = Nombre
column-dimensions-required-on = Obligatoria en las cuentas que empiezan por
records-dimension-values = Valores de dimensiones
records-dimension-values-new = Nuevo valor
records-dimension-values-edit = Editar valor
records-dimension-values-about = Los proyectos, los centros y los demás valores que llevan los apuntes. Lo que ya se ha usado se desactiva, y sigue en los informes.
column-dimension-values-dimension-id = Dimensión
column-dimension-values-code = Código
column-dimension-values-name = Nombre
column-dimension-values-valid-from = Válido desde
column-dimension-values-valid-to = Válido hasta
error-dimension-code = Use letras minúsculas, cifras, guiones y guiones bajos, dos o más y una letra primero; text, ref, number y name no se pueden usar.
error-dimension-accounts = Escriba comienzos de códigos de cuentas separados por comas, como 6, 70.
error-dimension-unknown = No hay ninguna dimensión activa «{ $dimension }».
error-tag-code = Use letras, cifras, puntos, barras y guiones, sin espacios.
error-tag-unknown = No hay ningún valor «{ $value }».
error-tag-inactive = El valor «{ $value }» de { $dimension } ya no se usa.
error-tag-not-valid = El valor «{ $value }» de { $dimension } no es válido en esta fecha.
error-tag-required = Esta cuenta necesita un valor de { $dimension }.
entry-tags = Dimensiones
entry-cell-tags = Línea { $line }, dimensiones
reports-every-tag = Todas
reports-dimension = Dimensión
reports-untagged = Sin valor
reports-result = Resultado
tag-analysis = Análisis por dimensiones
tag-analysis-about = Ingresos, gastos y resultado de cada proyecto, centro o lo que distinga sus apuntes.
tag-analysis-none = Aún no hay dimensiones. Añada una, y sus valores, para distinguir los apuntes.
tag-analysis-cut = se ven los primeros { $max } valores; los archivos los tienen todos
tag-analysis-file = analisis-por-dimensiones-{ $from }-{ $to }
api-tag-analysis = Ingresos y gastos por cuentas y por los valores de una dimensión; la primera activa si no se dice cuál
api-query-tag = Solo los apuntes con este valor de una dimensión, como project:NAVE2
api-query-dimension = El código de la dimensión
