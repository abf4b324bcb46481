### The grid of an entry: contacts, dates, pasting and keys

entry-without-contact = sin contacto
entry-make-contact = Crear contacto en { $account }…
entry-make-contact-named = Crear «{ $name }» en { $account }
entry-repeat = Repetir el { $number }
entry-contact-about = Con el número siguiente; cliente o proveedor, según la cuenta.
general-ledger-all-contacts = Ver la cuenta entera
entry-ambiguous = Coinciden varias: elija una.
entry-key-search = busca
entry-key-all = todas
entry-keys = En la entrada de asientos
entry-keys-next = Siguiente celda
entry-keys-rows = La misma columna en otra línea; en la lista abierta, otra opción
entry-keys-zeros = Rellena con ceros hasta la longitud de las subcuentas
entry-keys-contact = El contacto 7 de la cuenta 430
entry-keys-search = Lista de cuentas y contactos
entry-keys-balance = En un importe vacío, lo que falta para cuadrar
entry-keys-sums = Se calcula al salir de la celda; un negativo cambia de lado
entry-keys-copy = En un concepto vacío, el de arriba
entry-keys-remove = Quita la línea
entry-keys-move = Mueve la línea
entry-keys-ledger = Mayor de la cuenta, en otra pestaña
entry-keys-save = Guardar y nuevo
entry-keys-back = Cierra la lista; otra vez, devuelve lo que había en la celda
entry-day-no-year = Ningún ejercicio contiene el { $day }.
entry-day-closed = El ejercicio { $year } está cerrado.
entry-day-locked = Bloqueado hasta el { $through }, inclusive. Lo bloqueó { $by } el { $at }: «{ $reason }».
entry-day-gives-way = Bloqueado hasta el { $through }, inclusive, por { $by } el { $at }: «{ $reason }». Usted puede contabilizar igualmente, y queda marcado.
entry-day-use = Usar el { $day }
entry-pasted = { $number } líneas pegadas. Debe { $debit }, haber { $credit }.
entry-paste-undo = Deshacer el pegado
entry-paste-too-many = Se pegan hasta 500 líneas de una vez: no se ha pegado ninguna.
entry-paste-dated = Lo pegado empieza por una columna de fechas: parece de varios asientos.
entry-paste-block = Ver y contabilizar los asientos
entry-paste-lines = Pegar solo las líneas
block-title = Pegar varios asientos
block-about = Copie las filas de su hoja de cálculo: fecha, cuenta, concepto, debe y haber, o con encabezados. Un asiento acaba donde cuadra o donde cambia el día, salvo que haya una columna con su número. Se contabilizan todos o ninguno.
block-text = Filas
block-help = Las columnas, separadas por tabuladores. Sirven 629.7 y 430.7.
block-look = Comprobar
block-preview = Asientos que se contabilizarán
block-empty = No hay ninguna línea de asiento.
block-row = Fila { $row }
block-more = y { $number } más
block-wrong = { $count ->
    [one] No se puede contabilizar: 1 fila por corregir
   *[other] No se puede contabilizar: { $count } filas por corregir
}
block-entries = { $count ->
    [one] 1 asiento
   *[other] { $number } asientos
}
block-post = { $count ->
    [one] Contabilizar el asiento
   *[other] Contabilizar los { $number } asientos
}
flash-block-posted = Asientos contabilizados: { $name }.
