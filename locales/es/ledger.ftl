### The chart of accounts

error-account-code = Un código lleva solo letras, dígitos, puntos y guiones.
error-account-unknown = No hay ninguna cuenta con este código.
error-account-loop = Una cuenta no puede depender de sí misma.
activity-account-created = creó la cuenta
activity-account-updated = cambió la cuenta
chart-of-accounts = Plan de cuentas
accounts-count =
    { $count ->
       [one] 1 cuenta
       *[other] { $number } cuentas
    }
account-add = Añadir cuenta
account-edit = Editar cuenta
account-name = Nombre de la cuenta
account-search = Buscar una cuenta por código o nombre
account-none = Ninguna cuenta coincide.
account-active = Cuenta activa
account-active-help = Una cuenta inactiva se conserva, pero no se ofrece.
account-parent-help = La cuenta de la que depende.
account-type-asset = Activo
account-type-liability = Pasivo
account-type-equity = Patrimonio neto
account-type-income = Ingreso
account-type-expense = Gasto
error-account-merge-itself = Elija otra cuenta: esta es la misma.
error-account-merge-type = Solo se fusionan cuentas del mismo tipo y la misma moneda.
error-account-merge-child = Una cuenta no se fusiona con otra que depende de ella.
error-csv-columns = Faltan columnas: la primera línea debe tener código, nombre y tipo.
error-csv-empty = Elija un archivo CSV con al menos una cuenta.
error-csv-unreadable = No se puede leer la línea { $line }: revise las comillas y los separadores.
error-csv-faults = Se muestran los primeros { $max } errores y el resto del archivo no se ha leído. Corríjalos y vuelva a elegir el archivo.
error-csv-many-columns = El archivo tiene demasiadas columnas: { $max } como máximo.
error-csv-not-text = No es un archivo CSV: en su hoja de cálculo, guárdelo como CSV.
error-csv-type = No es un tipo de cuenta: escriba Activo, Pasivo, Patrimonio neto, Ingreso o Gasto.
error-csv-currency = Escriba el código de tres letras de la moneda, como EUR o USD.
error-csv-yes-no = Escriba sí o no.
error-csv-repeated = El código ya está en la línea { $line }.
activity-account-merged = fusionó la cuenta
activity-accounts-imported = importó un archivo de cuentas
accounts-export = Exportar CSV
accounts-import = Importar CSV
accounts-import-title = Importar cuentas
accounts-import-about = La primera línea nombra las columnas: código, nombre, tipo y, si quiere, cuenta superior, moneda y cuenta activa; separadas por comas o puntos y comas. Las cuentas nuevas se añaden, las de un código que ya existe se cambian y las demás se quedan.
accounts-file = Archivo CSV
accounts-look = Comprobar el archivo
accounts-look-title = Lo que hará
accounts-same =
    { $count ->
       [one] 1 está igual
       *[other] { $number } están iguales
    }
accounts-import-button = Importar
accounts-faults = Nada se ha importado: hay líneas que corregir
accounts-fault-line = Línea
accounts-fault-column = Columna
accounts-fault-value = Valor
accounts-fault-what = Qué corregir
accounts-line = { $line }
flash-accounts-imported =
    { $count ->
       [one] 1 cuenta importada.
       *[other] { $count } cuentas importadas.
    }
flash-account-merged = Cuentas fusionadas.
account-parent-none = Se deduce del código
account-currency-own = La de la organización
account-currency-help = Solo para cuentas en otra moneda, como un banco en dólares.
account-merge = Fusionar con otra cuenta
account-merge-about = La otra cuenta se queda con las que dependen de esta y con todo lo que la usa. Esta desaparece, y no se puede deshacer.
account-merge-into = Cuenta que queda
account-merge-button = Fusionar cuentas
accounts-file-name = plan-de-cuentas
