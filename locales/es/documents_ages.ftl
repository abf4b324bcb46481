# Lo pendiente por antigüedad.
aged-receivables = Por cobrar por antigüedad
aged-receivables-about = Lo que deben los clientes: sin vencer y vencido, por contacto.
aged-payables = Por pagar por antigüedad
aged-payables-about = Lo que se debe a los proveedores: sin vencer y vencido, por contacto.
aged-by-contact = Por contacto
aged-none = Nada pendiente.
aged-due-on = Vence el { $day }
aged-items =
    { $count ->
       [one] 1 partida
       *[other] { $count } partidas
    }
age-not-due = No vencido
age-days-1-30 = 1–30 días
age-days-31-60 = 31–60 días
age-days-61-90 = 61–90 días
age-over-90 = Más de 90
aged-unnumbered = Sin número
