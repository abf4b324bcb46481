# Los bancos: cuentas, extractos y conciliación.
bank-account-name = Nombre
bank-account-iban = IBAN
bank-account-code = Cuenta contable
bank-account-code-help = Si se deja en blanco, se crea la siguiente bajo la de bancos.
bank-account-active = Activa
bank-account-active-help = Una inactiva conserva lo suyo y no se ofrece.
bank-unmatch-reason = Conciliación bancaria deshecha
activity-bank-account-created = creó la cuenta bancaria
activity-bank-account-changed = cambió la cuenta bancaria
activity-bank-account-deleted = eliminó la cuenta bancaria
activity-bank-statement-imported = importó un extracto de
activity-bank-statement-deleted = quitó un extracto de
activity-bank-line-created = anotó la línea
activity-bank-line-changed = cambió la línea
activity-bank-line-deleted = eliminó la línea
activity-bank-line-matched = concilió la línea
activity-bank-line-unmatched = deshizo la conciliación de
activity-bank-line-excluded = excluyó la línea
activity-bank-reconciled = cerró la conciliación de
activity-bank-reopened = reabrió la conciliación de
error-iban = No es un IBAN: revise sus cifras de control.
error-mapping = Diga qué columna es la fecha y cuál el importe.
error-bank-account-used = Hay extractos en esta cuenta: no se cambia.
error-bank-line-imported = Lo dijo el banco y no se cambia: excluya la línea con su motivo.
error-bank-line-stays = La línea se queda en su cuenta.
error-bank-difference = Faltan { $difference } para cuadrar la línea.
error-bank-no-proposal = No hay ninguna propuesta segura: diga con qué se concilia.
error-bank-posting-taken = El apunte ya es otra línea del banco.
error-bank-same-account = Es la misma cuenta del banco: elija otra.
error-statement-empty = El archivo no tiene movimientos.
error-statement-unknown = No es un formato conocido: Norma 43, CAMT.053, OFX, QIF o CSV.
error-statement-too-large = El archivo pasa de { $max } MB.
error-statement-too-many-lines = El archivo tiene más de { $max } líneas.
error-statement-truncated = Línea { $line }: el archivo se corta antes de { $what }.
error-statement-record = Línea { $line }: «{ $what }» no es de este formato.
error-statement-short = Línea { $line }: el registro tiene { $found } caracteres y son { $told }.
error-statement-missing = Línea { $line }: falta { $what }.
error-statement-date = Línea { $line }: «{ $what }» no es una fecha.
error-statement-amount = Línea { $line }: «{ $what }» no es un importe.
error-statement-currency = Línea { $line }: «{ $what }» no es una moneda.
error-statement-count = Línea { $line }: el archivo dice que tiene { $told } y tiene { $found }.
error-statement-sums = Línea { $line }: el archivo dice { $told } y sus movimientos suman { $found }.
error-statement-xml = Línea { $line }: el XML está mal formado ({ $what }).
error-statement-entities = El archivo define tipos o entidades propias, que no se leen.
error-statement-quote = Línea { $line }: hay unas comillas sin cerrar.
error-statement-columns = No se sabe qué columna es la fecha y cuál el importe: dígalo.
error-statement-other-account = El archivo es de { $file } y esta cuenta es { $account }.
error-statement-several-accounts = El archivo es de varias cuentas: ponga el IBAN de esta y se tomará lo suyo.
error-statement-other-currency = El archivo está en { $file } y esta cuenta en { $account }.
error-statement-reconciled = Trae líneas nuevas de días cerrados hasta el { $through }: reabra esa conciliación.
error-reconciled-later = Ya está cerrada hasta el { $through }.
error-reconciliation-unknown = Ningún extracto dice el saldo: escríbalo.
error-reconciliation-balance = El banco dice { $found } ese día y se ha escrito { $told }.
error-reconciliation-unmatched = Quedan { $count } líneas por conciliar hasta ese día.
error-reconciliation-undone = Hay { $count } líneas cuyo asiento se anuló: deshaga su conciliación.
problem-bank-account-used = Hay extractos en esta cuenta: hágala inactiva
problem-statement-in-use = Alguna de sus líneas ya está conciliada o excluida
problem-reconciled = La línea está en una conciliación cerrada: reábrala antes
problem-bank-line-imported = La línea vino en un extracto: exclúyala con su motivo
problem-bank-line-done = La línea ya está conciliada o excluida
problem-bank-line-waits = La línea está por conciliar
problem-reconciliation-not-latest = Solo se reabre la última conciliación cerrada
nav-banks = Bancos
banks-title = Bancos
banks-first = Añada la primera cuenta bancaria para importar sus extractos.
bank-account-new = Nueva cuenta bancaria
bank-account-delete-question = ¿Eliminar esta cuenta bancaria?
bank-balance = Banco
bank-balance-on = Banco, { $day }
bank-balance-unknown = Sin extracto
bank-book-balance = Libros
bank-difference = Diferencia
bank-balances = Saldos
bank-lines = Líneas
bank-line = Línea
bank-lines-waiting = { $count } por conciliar
bank-all-done = Conciliada
bank-reconciled-through = Cerrada hasta
bank-sub-closed = conciliado hasta el { $day }
bank-cause-lines =
    { $count ->
       [one] 1 línea del banco sin conciliar
       *[other] { $count } líneas del banco sin conciliar
    }
bank-cause-postings =
    { $count ->
       [one] 1 apunte que aún no está en el banco
       *[other] { $count } apuntes que aún no están en el banco
    }
bank-cause-excluded = Líneas excluidas de los libros
bank-cause-start = Ya al empezar el primer extracto
bank-statement-import = Importar extracto
bank-statements = Extractos importados
bank-statement-lines =
    { $count ->
       [one] 1 nueva
       *[other] { $count } nuevas
    }
bank-statement-known =
    { $count ->
       [one] 1 ya estaba
       *[other] { $count } ya estaban
    }
bank-statement-remove = Quitar
bank-statement-remove-question = ¿Quitar lo que trajo este extracto?
bank-statement-remove-about = Se puede mientras ninguna de sus líneas esté conciliada ni excluida.
bank-file-help = Norma 43, CAMT.053, OFX, QIF o CSV. Lo que ya estaba no se duplica.
bank-format = Formato
bank-format-auto = Por su contenido
bank-format-n43 = Norma 43
bank-format-camt053 = CAMT.053
bank-format-ofx = OFX
bank-format-qif = QIF
bank-format-csv = CSV
bank-columns = Columnas de un CSV
bank-columns-help = Solo si sus cabeceras no lo dicen: el número de cada columna, desde 1. Se recuerda para esta cuenta.
bank-column-date = Fecha
bank-column-text = Concepto
bank-column-amount = Importe
bank-header-rows = Filas de cabecera
bank-import = Importar
bank-days = Días
bank-opening = Saldo inicial
bank-closing = Saldo final
bank-action = Acción
bank-gap = El extracto empieza en { $found } y se esperaba { $expected }: faltan movimientos por { $difference }. Importe lo que falta.
bank-tab-unmatched = Por conciliar
bank-tab-matched = Conciliadas
bank-tab-excluded = Excluidas
bank-nothing-yet = Aún no hay movimientos: importe el primer extracto.
bank-nothing-left = Todo conciliado.
bank-none-here = No hay ninguna.
bank-limited = Hay tanto abierto que solo se ha mirado lo primero: puede haber más propuestas.
bank-accept = Aceptar
bank-accept-certain =
    { $count ->
       [one] Aceptar la segura
       *[other] Aceptar las { $count } seguras
    }
bank-options = Opciones
bank-no-idea = Sin propuesta
bank-more-proposals =
    { $count ->
       [one] y 1 propuesta más
       *[other] y { $count } propuestas más
    }
bank-certainty-certain = segura
bank-certainty-likely = probable
bank-certainty-doubtful = dudosa
bank-would-receive = Cobro de { $about }
bank-would-pay = Pago de { $about }
bank-would-see = Ya en libros: { $about }
bank-would-transfer = Traspaso con { $about }
bank-would-rule = { $account } · regla { $rule }
bank-would-account = A { $account }
bank-reason-amount-and-number = Mismo importe y el número está en el texto
bank-reason-amount-and-text = Mismo importe y palabras del texto
bank-reason-amount-and-day = Mismo importe y día próximo, sin otra igual
bank-reason-amount-of-several = Mismo importe que otras
bank-reason-amount-and-contact = Mismo importe y el contacto está nombrado
bank-reason-amount-alone = Solo coincide el importe
bank-reason-sum-of-numbers = Los documentos nombrados suman el importe
bank-reason-sum-of-all = Todo lo abierto del contacto suma el importe
bank-reason-sum-of-some = Parte de lo abierto del contacto suma el importe
bank-reason-less-charges = Un documento menos la comisión del banco
bank-reason-part-of-item = Parte de lo único abierto del contacto
bank-reason-opposite-line = El importe contrario en otra cuenta propia
bank-reason-own-iban = El IBAN es de otra cuenta propia
bank-reason-rule = Una regla se cumple
bank-reason-as-before = Como las últimas veces
bank-kind-posting = Apunte de los libros
bank-kind-open-items = Documentos
bank-kind-transfer = Traspaso
bank-kind-rule = Regla
bank-kind-account = Cuenta
bank-see-entry = Ver el asiento
bank-undone = Asiento anulado
bank-undone-about = Deshaga la conciliación y vuelva a hacerla.
bank-undone-lines =
    { $count ->
       [one] El asiento de 1 línea conciliada se anuló.
       *[other] Los asientos de { $count } líneas conciliadas se anularon.
    }
bank-see-them = Verlas
bank-closed = Cerrada
bank-restore = Recuperar
bank-other-proposals = Otras propuestas
bank-documents = Documentos abiertos
bank-documents-in = Cobro de documentos
bank-documents-out = Pago de documentos
bank-documents-nearest = Se muestran los de importe más próximo.
bank-document = Documento
bank-left = Queda
bank-charges = Comisión del banco
bank-charges-help = Lo que el banco se quedó, o cobró aparte.
bank-match-documents = Conciliar con lo elegido
bank-to-account = A una cuenta
bank-account-to = Cuenta
bank-description = Descripción
bank-post = Contabilizar
bank-leave-out = Dejar fuera de los libros
bank-exclude = Excluir
bank-exclude-reason = Motivo
bank-unseen = En libros, aún no en el banco
bank-unseen-count =
    { $count ->
       [one] 1 apunte
       *[other] { $count } apuntes
    }
bank-unseen-first = Se muestran los { $count } primeros.
bank-posting = Apunte
bank-close = Cerrar conciliación
bank-close-through = Todo está conciliado hasta el { $day }.
bank-close-why-not =
    { $count ->
       [one] Se puede cerrar cuando no quede ninguna línea: queda 1.
       *[other] Se puede cerrar cuando no quede ninguna línea: quedan { $count }.
    }
bank-not-closed = No se ha cerrado
bank-closed-through = Cerrada hasta el { $day }. Sus líneas no se cambian.
bank-reopen = Reabrir
bank-reopen-question = ¿Reabrir la última conciliación?
bank-keys = Conciliar
bank-key-move = bajar y subir
bank-key-accept = aceptar y seguir
bank-key-options = opciones
bank-key-other = otra propuesta
flash-bank-account-deleted = Cuenta bancaria eliminada
flash-bank-statement-imported =
    { $count ->
       [0] Ninguna línea nueva: { $name } ya estaban
       [one] 1 línea nueva; { $name } ya estaban
       *[other] { $count } líneas nuevas; { $name } ya estaban
    }
flash-bank-statement-removed = Extracto quitado
flash-bank-line-matched = Conciliada: { $name }
flash-bank-line-unmatched = Por conciliar otra vez: { $name }
flash-bank-line-excluded = Excluida: { $name }
flash-bank-line-done = Alguien la hizo antes, y no se ha cambiado nada: { $name }
flash-bank-lines-matched =
    { $count ->
       [0] No se ha conciliado ninguna
       [one] 1 línea conciliada
       *[other] { $count } líneas conciliadas
    }
flash-bank-closed = Conciliación cerrada hasta el { $name }
flash-bank-reopened = Reabierta la conciliación hasta el { $name }
bank-fact-from = Ordenante
bank-fact-to = Beneficiario
bank-fact-party = Ordenante o beneficiario
bank-fact-iban = IBAN
bank-fact-value-date = Fecha valor
bank-fact-reference = Referencia
bank-fact-code = Concepto del banco
bank-transfer = Traspaso entre cuentas propias
bank-transfer-to = Otra cuenta propia
bank-line-new = Anotar línea
bank-line-amount-help = Con signo menos si sale dinero.
bank-line-delete = Eliminar línea
bank-line-delete-question = ¿Eliminar esta línea, anotada a mano?
bank-search = Buscar
bank-search-placeholder = Número, contacto, texto o importe
bank-postings-found = En los libros
bank-postings-none = Ningún apunte de esta cuenta tiene esas palabras.
bank-match-postings = Conciliar con los apuntes
bank-applied = Se aplica
bank-applied-to = Se aplica a { $document }
bank-rest = Falta por repartir
bank-rest-credit = Lo que falte queda a favor del contacto
bank-rest-credit-help = Como anticipo, del contacto del primer documento elegido.
bank-new-bill = Factura recibida
bank-rule-new = Crear regla
bank-shares = Repartir entre varias cuentas
bank-shares-help = La última sin importe recibe lo que falte.
bank-share = Importe
bank-close-balance = Saldo según el banco
bank-accept-about = Se contabilizan las que queden marcadas. Cada una se puede deshacer desde «Conciliadas».
bank-accept-these = Aceptar las marcadas
bank-proposal = Propuesta
bank-reason = Motivo
bank-rule-tried =
    { $count ->
       [0] En los { $days } días anteriores no coincide con ninguna otra línea.
       [one] En los { $days } días anteriores coincide con 1 línea:
       *[other] En los { $days } días anteriores coincide con { $count } líneas:
    }
bank-rule-same =
    { $count ->
       [one] 1 se hizo igual
       *[other] { $count } se hicieron igual
    }
bank-rule-other =
    { $count ->
       [one] 1 fue a { $how }
       *[other] { $count } fueron a { $how }
    }
bank-rule-waiting =
    { $count ->
       [one] 1 no está conciliada
       *[other] { $count } no están conciliadas
    }
bank-rule-lines = Líneas que coinciden
bank-rule-try = Probar
bank-rule-save-apply = Guardar y aplicar
bank-key-search = buscar
bank-key-split = repartir
bank-key-expense = gasto
bank-key-transfer = traspaso
bank-key-rule = crear regla
bank-key-exclude = excluir
bank-key-undo = deshacer
flash-bank-line-created = Línea anotada: { $name }
flash-bank-line-deleted = Línea eliminada: { $name }
flash-bank-rule-made = Regla guardada: { $name }
flash-bank-lines-some =
    { $count ->
       [one] 1 línea conciliada; { $name } ya no se podían
       *[other] { $count } líneas conciliadas; { $name } ya no se podían
    }
