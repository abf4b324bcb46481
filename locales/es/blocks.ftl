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
