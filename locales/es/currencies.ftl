### Exchange rates, revaluation and exceptions to locks

exchange-rates = Tipos de cambio
rates-about = Un tipo vale para su día y los siete siguientes, si no hay otro más cercano. Los asientos en otra moneda sin tipo ni importe en ella toman el de su fecha: el propio o el de la asesoría, el último día primero; a igual día, el propio.
rates-all = Todas las monedas
rates-none = Todavía no hay tipos de cambio. Escriba uno, o tome el archivo del Banco Central Europeo.
rates-older = Anteriores
rates-pair = Monedas
rates-one-is = 1 { $currency } en { $base }
rates-source = Origen
rates-source-typed = Escrito
rates-source-file = Archivo
rates-source-ecb = BCE
rates-of-practice = de la asesoría
rates-remove-one = Quitar el tipo de { $currency } en { $base } del { $date }
rates-type = Escribir un tipo
rates-rate-help = Unidades de la moneda de referencia por una de la otra; hasta diez decimales.
rates-base = En la moneda
rates-file = Tomar un archivo
rates-file-about = El del Banco Central Europeo («eurofxref», diario, de 90 días o histórico, XML o CSV; se toman los últimos cinco años) o un CSV propio con fecha, moneda y tipo. Los tipos que ya hay de esos días se sustituyen.
rates-file-choose = Archivo de tipos
rates-file-take = Tomar los tipos
rates-faults = El archivo tiene errores y no se ha tomado nada
rates-line = Línea { $line }
field-rate = Tipo de cambio
field-rates = Tipos de cambio
flash-rate-removed = Tipo de cambio quitado.
flash-rates-taken = { $count ->
    [one] Un tipo de cambio tomado.
   *[other] { $count } tipos de cambio tomados.
}
error-rates-file = No es un archivo de tipos de cambio: use el del BCE, o un CSV con columnas de fecha, moneda y tipo.
error-rate-of-itself = Una moneda no tiene tipo de cambio consigo misma.
activity-exchange-rates-set = puso tipos de cambio de
activity-kind-exchange-rates = Tipos de cambio
opening-in-currency = Importe en la moneda
settings-exchange-rates-about = Por día, para los asientos en otra moneda
api-part-exchange-rates = Tipos de cambio
api-exchange-rates = Los tipos de cambio de la asesoría, el último día primero; valen para todos sus clientes
api-exchange-rates-put = Pone tipos de cambio de la asesoría en lugar de los de su día y par; sin rate, lo quita. En file va el texto de un archivo: del BCE o CSV
api-exchange-rates-own = Los tipos de cambio que usa la organización: los suyos (own) y los de las asesorías que la llevan
api-exchange-rates-own-put = Pone tipos de cambio propios de la organización, que a igual día van antes que los de la asesoría
api-query-currency = Una moneda de los dos lados del par

### Revaluation

revaluation = Diferencias de cambio
revaluation-about = Valora al tipo de un día lo que hay en otras monedas: cuentas de dinero, de clientes, de proveedores y demás partidas monetarias. Los anticipos, las existencias y el inmovilizado guardan su valor. La diferencia va a ganancias o a pérdidas.
revaluation-reversal = El día siguiente
revaluation-reversal-none = Nada: queda el nuevo valor
revaluation-reversal-next-day = Se deshace con el asiento contrario
revaluation-look = Ver qué cambiaría
revaluation-make = Contabilizar las diferencias
revaluation-none = No hay partidas monetarias en otras monedas ese día.
revaluation-lines = Partidas en otras monedas
revaluation-held = En su moneda
revaluation-carried = Valor en libros
revaluation-value = Valor al tipo del día
revaluation-difference = Diferencia
revaluation-gains = Ganancias
revaluation-losses = Pérdidas
revaluation-rates = Tipos del día
revaluation-rates-about = Vacío, vale el de la tabla. Escriba otro para usarlo en su lugar.
revaluation-no-rate = No hay tipo en la tabla: escríbalo.
revaluation-rate-of = { $rate }, del { $date }
revaluation-rate-derived = { $rate }, del { $date }; sale de otros y está redondeado a diez decimales
revaluation-rate-typed = Escrito aquí
revaluation-leave-out = Cuentas que se dejan como están
revaluation-before = Anteriores
revaluation-came-to = Ganancias { $gains }, pérdidas { $losses }
revaluation-undone-after = deshecho el día siguiente
revaluation-undoing = Deshace las diferencias de cambio al { $date }
revaluation-entry = Diferencias de cambio al { $date }
flash-revaluation-made = Diferencias de cambio del { $name } contabilizadas.
entry-kind-revaluation = Diferencias de cambio
error-date-future = El día aún no ha llegado.
error-revaluation-nothing = Nada cambia de valor ese día.
problem-revaluation-exists = Las diferencias de cambio de ese día ya están contabilizadas
activity-revaluation-made = contabilizó las diferencias de cambio del
api-part-revaluations = Diferencias de cambio
api-revaluations = Las diferencias de cambio contabilizadas, el último día primero
api-revaluations-make = Valora al tipo de un día lo que hay en otras monedas y contabiliza las diferencias, una vez por día; con dry_run solo responde lo que haría. Los tipos son los de rates o los de la tabla

### Exceptions to locks

lock-exceptions = Excepciones a los bloqueos
exceptions-about = Una excepción deja contabilizar en un periodo bloqueado sin firmeza a quien no puede, y caduca sola. Los asientos que la usan quedan marcados. Los bloqueos firmes no tienen excepciones.
exceptions-none = No hay excepciones.
exception-everyone = Todos los que contabilizan
exception-any-day = Cualquier día
exception-from = desde el { $date }
exception-through = hasta el { $date }
exception-until = hasta { $at }
exception-state-asked = Pedida
exception-state-granted = Vigente
exception-state-refused = Denegada
exception-state-ended = Retirada
exception-state-expired = Caducada
exception-give = Dar una excepción
exception-for = Para quién
exception-for-hours = Durante
exception-hours = { $count ->
    [one] Una hora
    [24] Un día
    [72] Tres días
    [168] Una semana
   *[other] { $count } horas
}
exception-refuse = Denegar
exception-end = Retirar
exception-end-question = ¿Retirar la excepción?
exception-ask = Pedir excepción
exception-ask-about = Quien puede cerrar periodos recibe un aviso y decide. Se abre el día que indique, durante el tiempo que le den.
field-first-day = Desde el día
field-last-day = Hasta el día
field-member = Para
flash-exception-granted = Excepción dada.
flash-exception-refused = Excepción denegada.
flash-exception-ended = Excepción retirada.
flash-exception-asked = Excepción pedida. Recibirá un aviso con la respuesta.
error-exception-expires = Caduca después de ahora y dentro de { $max } días como mucho.
problem-lock-exception-decided = La excepción ya está decidida
problem-lock-exception-over = La excepción ya no está vigente
activity-kind-lock-exception = Excepciones a bloqueos
activity-subject-lock-exception-all = todo
activity-subject-lock-exception-sales = ventas
activity-subject-lock-exception-purchases = compras
activity-subject-lock-exception-bank = bancos
activity-subject-lock-exception-payroll = nóminas
activity-subject-lock-exception-tax = impuestos
activity-lock-exception-asked = pidió una excepción al bloqueo de
activity-lock-exception-granted = dio una excepción al bloqueo de
activity-lock-exception-refused = denegó una excepción al bloqueo de
activity-lock-exception-ended = retiró una excepción al bloqueo de
notification-lock-exception-asked = { $who } pide una excepción al bloqueo de { $tenant }: { $reason }
notification-lock-exception-granted = { $who } le da una excepción al bloqueo de { $tenant }.
notification-lock-exception-refused = { $who } no le da la excepción al bloqueo de { $tenant }.
api-part-lock-exceptions = Excepciones a los bloqueos
api-part-lock-exception-requests = Peticiones de excepción
api-lock-exceptions = Las excepciones a los bloqueos, la última primero, también las que se piden
api-lock-exceptions-grant = Da una excepción a los bloqueos sin firmeza hasta un instante, o responde a la petición que se nombra en request
api-lock-exceptions-end = Retira una excepción antes de que caduque
api-lock-exceptions-ask = Pide una excepción para contabilizar en un día; se avisa a quien puede darla
