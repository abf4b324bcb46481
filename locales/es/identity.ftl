### Landing

landing-title = La asesoría y sus clientes, en un solo sitio
landing-text = Despacho es software libre para asesorías: un servidor propio en el que la firma lleva a sus clientes y cada negocio tiene su organización, con las aplicaciones que necesite y las personas que invite.
landing-firm = Para la asesoría
landing-firm-clients = Los clientes se importan de las organizaciones en las que ya trabaja, o se crean a mano con su organización.
landing-firm-clone = La configuración de un cliente se copia a otro por partes, con vista previa y sin llevarse sus datos.
landing-firm-team = Un equipo con roles, clientes asignados y un registro de quién cambió qué.
landing-business = Para el negocio
landing-business-text = Empiece solo o por invitación de su asesoría. Su organización nace con el plan de cuentas, los impuestos y las series de su país.
landing-applications = Cuatro aplicaciones
landing-demo = Este servidor es una demostración. Entre como { $email } con la contraseña { $password }.
landing-licence = Licencia AGPL 3.0
first-start = Primera cuenta
first-start-about = Este servidor acaba de empezar y nadie tiene cuenta. Abra el enlace que el programa escribió al arrancar, o pegue aquí su código: sirve una vez y no necesita correo.
first-start-code = Código o enlace
first-start-go = Continuar
first-start-account = Con esta cuenta creará el primer despacho. No hace falta confirmar el correo.
error-first-code = No es el código que el programa escribió la última vez que arrancó.
home-welcome = Le damos la bienvenida
home-title = Sus despachos y organizaciones
home-empty = Elija por dónde empezar. Puede hacer lo otro más tarde.
home-elsewhere = En el portal de un despacho
home-practice = Crear un despacho
home-practice-about = Para asesorías: añada clientes y trabaje para ellos.
home-organization = Crear una organización
home-organization-about = Para negocios: lleve sus libros e invite a su asesoría.

### Sign-up and sign-in

sign-up = Crear una cuenta
sign-up-have = ¿Ya tiene cuenta?
sign-up-sent = Revise su correo
sign-up-sent-text = Le hemos enviado un enlace para confirmar la dirección. Caduca en dos días.
sign-up-sent-to = Le hemos enviado un enlace a { $email } para confirmar la dirección. Caduca en dos días.
sign-up-sent-help = ¿No le llega? Mire en el correo no deseado o compruebe que la dirección es la suya.
send-again = Reenviar el correo
sign-up-correct = Corregir la dirección
flash-sent-again = Hemos enviado otro enlace a { $name }. Los anteriores ya no sirven.
sign-in = Iniciar sesión
sign-in-new = ¿Es su primera vez?
sign-in-unconfirmed = ¿Se ha registrado hace poco? Confirme antes su correo con el enlace que le enviamos.
sign-out = Cerrar sesión
mail-kept = Este servidor no tiene correo configurado: el mensaje se guarda en la carpeta «mail» de sus datos.
confirm = Confirmar el correo
confirm-title = Confirme su correo
confirm-text = Escriba la contraseña con la que se registró y entrará en Despacho.
confirm-password = Su contraseña
error-confirm-password = Esta no es la contraseña con la que se hizo este registro. Si no lo hizo usted, regístrese de nuevo: se le enviará otro enlace.
confirm-other = ¿No recuerda la contraseña, o no fue usted quien se registró?
confirmed-already = Su correo ya está confirmado
confirmed-already-text = No hace falta nada más: inicie sesión con su correo y su contraseña.
confirmation-dead = Este enlace se usó o ha caducado. Le enviaremos otro a la misma dirección.
confirmation-unknown = El enlace está incompleto, o se envió otro después. Abra el último que recibió; si ya se registró, inicie sesión y le enviaremos otro.
link-another = Enviar otro enlace
reset-link-dead = El enlace para elegir otra contraseña sirve una vez y caduca en dos horas.
revoke-tokens-too = Revocar también mis claves de la API
password-help = Diez caracteres como mínimo. Una frase larga es mejor que símbolos raros.
password-forgotten = He olvidado la contraseña
password-reset = Recuperar la contraseña
password-reset-about = Le enviaremos un enlace para elegir otra.
password-reset-send = Enviar el enlace
password-reset-sent = Revise su correo
password-reset-sent-text = Si la dirección tiene cuenta, le llegará un enlace que caduca en dos horas.
password-choose = Elegir otra contraseña
password-change = Cambiar la contraseña

### Invitations

invitation-title = Invitación a { $tenant }
invitation-text = { $by } le invita a { $tenant } con el rol «{ $role }».
invitation-by = { $by }, de { $practice },
despacho-is = Despacho es el programa en el que una asesoría y sus clientes comparten la contabilidad, los gastos, las nóminas y el inventario.
invitation-accept = Aceptar la invitación
invitation-sign-in = Iniciar sesión y aceptar
invitation-sign-up = Crear la cuenta y aceptar
invitation-other-user = Ha iniciado sesión como { $mine }, y la invitación es para { $theirs }. Cierre la sesión y vuelva a abrir el enlace.

### Account

account = Mi cuenta
account-profile = Perfil
account-password = Contraseña
account-sessions = Sesiones abiertas
account-tokens = Claves de la API
mail-notices = Recibir los avisos también por correo
mail-notices-help = Se envían los mismos avisos que ve en la campana: accesos nuevos, invitaciones aceptadas, importaciones terminadas. Los de seguridad se envían siempre.
email-present = Inicia sesión con { $email }.
email-change = Cambiar el correo
email-change-help = Le enviaremos un enlace a la dirección nueva; hasta que lo abra, sigue valiendo la de ahora.
email-change-title = Confirme su correo nuevo
email-change-text = La cuenta de { $old } pasará a ser de { $new }.
flash-email-change-sent = Le hemos enviado un enlace a { $name }. El correo cambia cuando lo abra.
flash-email-changed = Correo cambiado: ahora inicia sesión con { $name }.
session-seen = Última actividad:
session-opened = Abierta el
session-this = Esta sesión
session-end = Cerrar
session-end-others = Cerrar las demás sesiones
device-unknown = Dispositivo desconocido
account-security = Seguridad
security-about = Lo que ha pasado con su cuenta en el último año: desde dónde se ha iniciado sesión, los intentos fallidos y los cambios. Si algo no es suyo, cambie la contraseña.
security-empty = Todavía no hay nada.
security-signed-in = Inicio de sesión
security-sign-in-failed = Contraseña incorrecta
security-sign-in-blocked = Intentos bloqueados: demasiadas contraseñas incorrectas
security-reset-asked = Se pidió un enlace para recuperar la contraseña
security-password-reset = Contraseña recuperada con un enlace
security-password-changed = Contraseña cambiada
security-email-change-asked = Se pidió cambiar el correo a
security-email-changed = Correo cambiado a
security-token-made = Clave de la API creada:
security-token-revoked = Clave de la API revocada:
security-session-ended = Sesión cerrada a distancia
tokens-about = Una clave permite a un programa actuar en su nombre.
token-once = Copie la clave ahora: no volverá a mostrarse.
token-made = Creada el { $date }
token-days = { $count ->
       [365] Un año
       *[other] { $count } días
    }
token-ends = caduca el { $date }
token-ended = caducó el { $date }
token-endless = no caduca
token-used = usada
token-unused = sin usar
token-reads = solo lectura
token-read-only = Solo lectura
token-read-only-help = La clave puede consultar, pero no cambiar nada.
token-practice-any = El que nombre cada petición
token-practice-help = Pertenece a varios despachos: sin elegir uno, cada petición lo nombra en la cabecera Despacho-Practice.
token-revoke = ¿Revocar la clave «{ $name }»?
token-revoke-about = Los programas que la usan dejarán de funcionar al momento. No se puede deshacer.
flash-token-revoked = Clave «{ $name }» revocada.
token-create = Crear una clave
api-documentation = Documentación de la API

### Notifications

notifications = Avisos
notifications-unread = 
    { $count ->
       [0] Avisos
       *[other] Avisos: { $count } sin leer
    }
notifications-read = Marcar como leídos
notifications-empty = No tiene avisos.
notification-new = Nuevo
flash-notifications-read = Avisos marcados como leídos.
notification-import-completed = 
    Importación terminada: { $done ->
       [one] 1 cliente importado
       *[other] { $done } clientes importados
    }{ $failed ->
       [0] .
       *[other] , { $failed } con error.
    }
notification-member-added = Ahora tiene acceso a { $tenant }.
notification-invitation-accepted = { $who } ha aceptado su invitación a { $tenant }.

### Mail

mail-confirmation-subject = Confirme su correo en Despacho
mail-confirmation = Hola. Confirme esta dirección para empezar a usar Despacho.
mail-confirmation-note = El enlace caduca en dos días. Si no se registró, no haga nada.
mail-known-subject = Ya tiene cuenta en Despacho
mail-known = Hola, { $name }. Alguien ha intentado registrarse con esta dirección, que ya tiene cuenta.
mail-known-note = Si ha olvidado la contraseña, puede recuperarla desde la misma página.
mail-reset-subject = Recuperar la contraseña de Despacho
mail-reset = Hola, { $name }. Alguien ha pedido cambiar la contraseña de esta cuenta.
mail-reset-note = El enlace sirve una vez y caduca en dos horas. Si no lo pidió, no haga nada.
mail-invitation-subject = { $by } le invita a { $tenant }
mail-invitation = { $by } le invita a { $tenant } en Despacho con el rol «{ $role }».
mail-invitation-note = El enlace sirve una vez y caduca el { $until }.
mail-notification-note = Recibe este mensaje porque su cuenta tiene activados los avisos por correo. Puede desactivarlos en «Mi cuenta».
mail-member-added-note = Si no lo esperaba, puede salir desde «Sus despachos y organizaciones».
mail-email-change-subject = Confirme su correo nuevo en Despacho
mail-email-change = Hola. Se ha pedido que esta dirección sustituya a { $old } en su cuenta de Despacho.
mail-email-change-note = El enlace sirve una vez y caduca en un día. Si no lo pidió, no haga nada.
mail-security-network = Se hizo desde la dirección de red { $network }.
mail-security-note = Si no fue usted, recupere la contraseña cuanto antes: se cerrarán todas las sesiones y se revocarán las claves de la API. Este aviso se envía siempre.
mail-security-password-reset-subject = Se ha cambiado su contraseña de Despacho
mail-security-password-reset = El { $at } se eligió otra contraseña con un enlace enviado a esta dirección. Se han cerrado todas las sesiones.
mail-security-password-changed-subject = Se ha cambiado su contraseña de Despacho
mail-security-password-changed = El { $at } se cambió la contraseña de su cuenta. Se han cerrado las demás sesiones.
mail-security-email-change-asked-subject = Se ha pedido cambiar su correo de Despacho
mail-security-email-change-asked = El { $at } se pidió cambiar el correo de su cuenta a { $detail }. El cambio se hará cuando se confirme desde esa dirección.
mail-security-email-changed-subject = Se ha cambiado su correo de Despacho
mail-security-email-changed = El { $at } el correo de su cuenta pasó a ser { $detail }.
mail-security-token-made-subject = Se ha creado una clave de la API en Despacho
mail-security-token-made = El { $at } se creó en su cuenta la clave de la API «{ $detail }».
developer-mail = Correo guardado
developer-mail-empty = No hay ningún mensaje.
mail-reset-unconfirmed = Hola. Elija otra contraseña con este enlace.
