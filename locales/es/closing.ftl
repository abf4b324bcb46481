### El cierre del ejercicio: comprobaciones, y aplicación del resultado

closing-check-again = Volver a comprobar
closing-check-done = Hecho
closing-check-failing = Falta
closing-check-warns = Aviso
closing-check-accepted = Aceptado
closing-checks-undecided = Por decidir
closing-checks-obligatory = Obligatorias
closing-checks-recommended = Recomendadas
closing-check-book = Diario cuadrado
closing-check-book-entries =
    { $count ->
        [one] 1 asiento, debe igual a haber
       *[other] { $number } asientos, debe igual a haber
    }
closing-check-numbers = Numeración sin huecos
closing-check-numbers-whole = Al cerrar se renumera por fechas; los números originales se conservan
closing-check-numbers-gaps = Falta algún número en un diario
closing-check-not-needed = No hace falta: no hay saldos a los que se refiera
closing-check-open =
    { $count ->
        [one] 1 apunte sin puntear · { $accounts }
       *[other] { $number } apuntes sin puntear · { $accounts }
    }
closing-check-not-moved = Sin movimientos en { $accounts }
closing-check-not-moved-where = Sin movimientos en { $accounts } · con saldo { $held }
closing-check-look = Ver
closing-check-see = Ver lo que falta: { $name }
closing-check-accept = Aceptar con motivo…
closing-check-accept-do = Aceptar
closing-check-withdraw = Retirar
closing-check-accepted-by = Aceptado por { $name } el { $day }: «{ $reason }»
closing-accepted = Avisos aceptados
closing-with-warnings =
    { $count ->
        [one] Puede cerrarse con 1 aviso
       *[other] Puede cerrarse con { $count } avisos
    }
closing-about-warnings =
    { $count ->
        [one] Queda 1 aviso por decidir.
       *[other] Quedan { $count } avisos por decidir.
    }
flash-closing-check-accepted = Aviso aceptado: queda en la actividad con su motivo.
flash-closing-check-withdrawn = El aviso vuelve a estar por decidir.
activity-closing-check-accepted = aceptó un aviso del cierre del ejercicio
activity-closing-check-withdrawn = retiró la aceptación de un aviso del cierre del ejercicio
field-closing-check = Aviso
allocation-do = Aplicar el resultado…
allocation-title = Aplicar el resultado de { $year }
allocation-waits = El beneficio de { $amount } espera en { $account } hasta que se apruebe su aplicación.
allocation-waits-loss = La pérdida de { $amount } espera en { $account } hasta que se apruebe su aplicación.
allocation-about = Beneficio de { $amount } en { $account }. Reparta el importe entre las cuentas según el acuerdo de la junta.
allocation-about-loss = Pérdida de { $amount } en { $account }. Llévela a resultados negativos de ejercicios anteriores o compénsela.
allocation-legal = Propuesto a la reserva legal ({ $account }): el { $percent } % del beneficio hasta que alcance el { $of } % del capital; después, las pérdidas anteriores, y el resto a la primera cuenta.
allocation-date-help = El día del acuerdo, en el ejercicio siguiente.
allocation-account = Cuenta
allocation-other = Otra cuenta { $number }
allocation-amount = Importe, { $account }
allocation-left = Quedan { $amount } por aplicar
allocation-over = Sobran { $amount }
allocation-left-live = Quedan # por aplicar
allocation-over-live = Sobran #
allocation-ties = Cuadra
allocation-post = Contabilizar
entry-allocation = Aplicación del resultado del ejercicio { $year }
error-allocation-day = Escriba un día del ejercicio { $year }.
error-allocation-rest = Lo repartido no es el resultado: la diferencia es { $rest }.
problem-result-allocated = El resultado ya está aplicado, o el ejercicio siguiente no está abierto
flash-result-allocated = Resultado aplicado en el asiento { $name }.
flash-nothing-to-allocate = No hay resultado que aplicar.
