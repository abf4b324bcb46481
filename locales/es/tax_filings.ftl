### Presentación de modelos: estados, formularios, asientos, rectificaciones
tax-state = Estado
tax-state-draft = Borrador
tax-state-approved = Aprobado
tax-state-filed = Presentado
tax-state-paid = Pagado
tax-approve = Aprobar
tax-mark-filed = Marcar como presentado
tax-record-payment = Registrar pago
tax-record-refund = Registrar devolución
tax-undo-payment = Deshacer el pago
tax-undo-filing = Reabrir
tax-undo-approval = Retirar la aprobación
tax-undo-correction = Descartar la rectificación
tax-undo-filing-about = El modelo vuelve a borrador: se anula su asiento y el bloqueo del periodo queda como estaba antes de presentarlo. Lo presentado en la Agencia Tributaria no cambia.
tax-undo-payment-about = El modelo vuelve a estar presentado y se anula el asiento del pago.
tax-undo-about = El modelo vuelve al paso anterior.
tax-filed-by = Presentado el { $day }
tax-box-carried = Casilla { $number }, a compensar
tax-box-refund = Casilla { $number }, a devolver
tax-no-activity = Sin actividad: se presenta igual, con resultado cero.

# Marcar como presentado
tax-filing-of = Marcar { $model } · { $period } como presentado
tax-box-comes-to = Casilla { $number }
tax-filed-on = Fecha de presentación
tax-reference = Justificante
tax-reference-help = 13 cifras
tax-csv = CSV
tax-csv-help = 16 letras y cifras
tax-proof = Justificante en fichero
tax-reason = Motivo
tax-reason-of = Motivo del descuadre: { $accounts }
tax-reason-help = No cuadra con la contabilidad; queda escrito en la actividad.
tax-reason-told = Motivo del descuadre
tax-outcome = Qué se hace con el resultado
tax-outcome-carry = A compensar en periodos posteriores
tax-outcome-refund = A devolver
tax-filing-does = Se registrará el asiento, las casillas quedarán como están y el periodo se bloqueará para ventas, compras e impuestos.
tax-filing-locks = Las casillas quedarán como están y el periodo se bloqueará para ventas, compras e impuestos.
tax-kind = Tipo
tax-kind-ordinary = Ordinaria
tax-kind-rectifying = Autoliquidación rectificativa
tax-kind-complementary = Autoliquidación complementaria
tax-kind-substitute = Declaración sustitutiva
tax-paid-on = Pagado el
tax-papers = Documentos
tax-entry-of-filing = Asiento
tax-entry-of-payment = Asiento del pago
tax-payment-account = Cuenta
tax-payment-amount = Importe

# Asiento
tax-settlement = Asiento al presentar
tax-debit = Debe
tax-credit = Haber
tax-entry-settlement = Liquidación del modelo { $model }, { $period }
tax-entry-payment = Pago del modelo { $model }, { $period }
tax-lock-reason = Modelo { $model } de { $period }

# Lo que cambió después
tax-changed = Cambió después de presentarlo
tax-changed-approved = Cambió después de aprobarlo
tax-changed-documents = { $count ->
  [one] Ha cambiado { $count } documento del periodo.
 *[other] Han cambiado { $count } documentos del periodo.
}
tax-changed-many = Han cambiado más de { $count } documentos del periodo.
tax-box = Casilla
tax-now = Ahora
tax-prepare-rectifying = Preparar rectificativa
tax-prepare-complementary = Preparar complementaria
tax-prepare-substitute = Preparar sustitutiva
tax-correct-by-request = El resultado es menor que el presentado: se pide su rectificación en la Agencia Tributaria (LGT, art. 120.3), no con otra declaración.
tax-role-carried = A compensar

flash-tax-return-approved = Aprobado.
flash-tax-return-filed = Presentado: periodo bloqueado.
flash-tax-return-paid = Pago registrado.
flash-tax-return-reopened = Paso deshecho.
flash-tax-return-corrected = Rectificación preparada.
activity-tax-return-approved = aprobó el modelo
activity-tax-return-filed = marcó como presentado el modelo
activity-tax-return-paid = registró el pago del modelo
activity-tax-return-corrected = preparó la rectificación del modelo
activity-tax-return-reopened = deshizo un paso del modelo
activity-tax-return-proven = guardó el justificante del modelo

error-filed-too-early = El periodo aún no había empezado ese día.
error-filing-reference = El justificante tiene { $length } cifras.
error-csv-code = El CSV tiene { $length } letras y cifras.
error-figures-changed = Las casillas han cambiado mientras se miraban: vuelva a mirarlas.
error-settlement-unbalanced = Las cuentas de los impuestos no dan el resultado del modelo: faltan { $difference }.
error-complementary-less = El resultado es menor que el presentado: se pide su rectificación, no se declara otra vez.
problem-return-filed = El modelo ya está presentado
problem-return-not-filed = El modelo no está presentado
problem-return-not-payable = No hay nada que pagar de este modelo
problem-return-draft = El modelo está en borrador
problem-later-return-filed = Hay un periodo posterior presentado: reábralo antes
problem-return-changed = Las casillas han cambiado mientras se miraban

# Ficheros
tax-sheet-pdf = PDF
tax-sheet-draft-pdf = Borrador en PDF
tax-make-file = Generar fichero
tax-file-source = Fichero según { $source }. Compruébelo en la sede antes de presentarlo: aún no se ha contrastado con ella.
tax-sheet-unofficial = No es el impreso oficial
tax-sheet-draft = Borrador
tax-sheet-filed = Presentado el { $day }, justificante { $reference }
error-tax-id-of-return = Falta el NIF de la organización, de nueve caracteres.
error-box-too-large = La casilla { $box } no cabe en el fichero.
error-account-of-settlement = Es la cuenta en la que quedó la liquidación: elija la del banco o de la caja.
