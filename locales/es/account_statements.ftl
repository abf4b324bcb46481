# El extracto de cuenta de un contacto.
statement-title = Extracto de cuenta
statement-file = extracto
statement-shape-movements = Movimientos
statement-shape-open = Pendiente
statement-days = del { $from } al { $to }
statement-day = a { $day }
statement-what = Documento
statement-reference = Referencia
statement-balance = Saldo
statement-opening = Saldo anterior
statement-closing = Saldo
statement-days-overdue = Días vencido
statement-write-off = Dado por incobrable
statement-as-customer = Como cliente, en { $currency }
statement-as-vendor = Como proveedor, en { $currency }
statement-none-movements = Nada entre esos días, ni antes.
statement-none-open = Nada pendiente ese día.
statement-email-title = Enviar el extracto
statement-email-about = Va con el extracto en PDF, tal como está ahora.
statement-mail-subject = { $company }: extracto de su cuenta
statement-mail-body =
    Buenos días:
    Adjuntamos el extracto de la cuenta de { $contact } { $days }.
    Si algo no coincide con sus datos, responda a este mensaje.
    { $company }
statement-mail-note = Enviado por { $company }.
activity-statement-emailed = envió por correo el extracto de
api-statement = El extracto de cuenta de un contacto
api-statement-email = Envía por correo el extracto de un contacto, con su PDF
api-statement-messages = Los extractos que se enviaron a un contacto
api-query-shape = Movimientos entre dos días, o lo pendiente a un día
job-send-statement = Enviar un extracto de cuenta por correo
