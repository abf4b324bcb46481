### Punteo en el mayor, y lo que rodea al mayor de una cuenta

match = Punteo
match-all = Todos
match-only-open = Pendientes
match-only-matched = Punteados
match-open = Pendiente
match-with = Punteado con
match-unmatched = Sin puntear
match-select-all = Elegir todos los apuntes de la página
match-select = Elegir el apunte del asiento { $number }, { $amount }
match-one = 1 apunte
match-count = # apuntes
match-difference = Diferencia
match-unselect = Quitar selección
match-do = Puntear
match-remove = Quitar punteo
match-round = Puntear llevando la diferencia a redondeos
match-round-amount = Llevar # a redondeos
match-rounding-text = Diferencia de redondeo · { $text }
match-refused = No se ha punteado
match-automatic = Punteo automático
match-all-done = No queda nada por puntear hasta el { $day } con estos filtros.
match-see-all = Ver todos los apuntes
match-contact = Contacto
match-everybody = Todos
match-nobody = Sin contacto
match-proposal = Propuesta
match-reason = Motivo
match-reason-reference = mismo documento, suman cero
match-reason-amount = mismo importe, no hay otro igual
match-more = y { $count } más
match-proposed =
    { $count ->
        [one] 1 propuesta entre { $open } apuntes pendientes. Nada queda punteado hasta aceptarlo.
       *[other] { $count } propuestas entre { $open } apuntes pendientes. Nada queda punteado hasta aceptarlas.
    }
match-proposed-first = Se ven las { $count } primeras.
match-nothing-proposed = No hay propuestas entre { $open } apuntes pendientes: ningún documento ni importe coincide sin duda.
match-back = Volver al mayor
match-accept = Puntear lo elegido
match-chosen-one = 1 elegida
match-chosen-other = # elegidas
error-match-none = Ninguno de los apuntes elegidos está punteado.
error-match-rounding-large = La diferencia es demasiado grande para redondeos: como mucho, una unidad de la moneda.
error-match-rounding-account = Falta en el plan la cuenta { $code }, que lleva los redondeos.
problem-match-undo-late = Han pasado más de diez minutos: quite el punteo en el mayor
flash-postings-matched = Punteado con la letra { $name }.
flash-match-removed =
    { $count ->
        [one] 1 punteo quitado.
       *[other] { $count } punteos quitados.
    }
flash-nothing-matched = No se ha punteado nada.
flash-proposals-accepted =
    { $count ->
        [one] 1 propuesta punteada.
       *[other] { $count } propuestas punteadas.
    }
flash-proposals-accepted-some = Propuestas punteadas: { $count }. Sin puntear, porque ya no cuadran o alguien las punteó: { $name }.
ledger-account-before = Cuenta anterior, { $account }
ledger-account-after = Cuenta siguiente, { $account }
ledger-accounts = Subcuentas
ledger-all-accounts = Todas
contact-balances = Saldos por contacto
contact-balances-about = Lo que debe o se debe a cada cliente y proveedor, con su mayor.
contact-balances-file = saldos-por-contacto-{ $to }
contact-balances-none = Ningún contacto tiene saldo a esta fecha.
contact-balances-of = por contacto
contact-balances-rows =
    { $count ->
        [one] 1 saldo
       *[other] { $number } saldos
    }
contact-balance-none = Sin saldo.
