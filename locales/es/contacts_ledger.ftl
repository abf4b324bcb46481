### Contacts in the ledger: control accounts, balances by contact and matching

account-control = Cuenta de contactos
account-control-receivable = De cobro: clientes y deudores
account-control-payable = De pago: proveedores y acreedores
account-control-help = Sus apuntes dicen de qué contacto son, y su saldo se lleva por contacto.
error-account-has-contacts = La cuenta tiene apuntes de contactos: se sigue llevando por contacto.
error-contact-unknown = No hay ningún contacto con ese número.
error-contact-inactive = El contacto está inactivo: actívelo o elija otro.
error-contact-not-taken = La cuenta no se lleva por contactos: quite el contacto, o márquela como cuenta de contactos.
