### Landing

landing-title = La asesoría, en un solo sitio
landing-text = Despacho reúne a los clientes de su asesoría y la contabilidad, los gastos, las nóminas y el inventario de cada uno.
home-welcome = Le damos la bienvenida
home-title = Sus despachos y organizaciones
home-empty = Elija por dónde empezar. Puede hacer lo otro más tarde.
home-practice = Crear un despacho
home-practice-about = Para asesorías: añada clientes y trabaje para ellos.
home-organization = Crear una organización
home-organization-about = Para negocios: lleve sus libros e invite a su asesoría.

### Sign-up and sign-in

sign-up = Crear una cuenta
sign-up-have = ¿Ya tiene cuenta?
sign-up-sent = Revise su correo
sign-up-sent-text = Le hemos enviado un enlace para confirmar la dirección. Caduca en dos días.
sign-in = Iniciar sesión
sign-in-new = ¿Es su primera vez?
sign-out = Cerrar sesión
mail-kept = Este servidor no tiene correo configurado: el mensaje se guarda en la carpeta «mail» de sus datos.
confirm = Confirmar el correo
confirm-title = Confirme su correo
confirm-text = Escriba la contraseña con la que se registró y entrará en Despacho.
confirm-password = Su contraseña
error-confirm-password = Esta no es la contraseña con la que se hizo este registro. Si no lo hizo usted, regístrese de nuevo: se le enviará otro enlace.
confirm-other = ¿No recuerda la contraseña, o no fue usted quien se registró?
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
session-seen = Última actividad:
session-this = Esta sesión
session-end = Cerrar
session-end-others = Cerrar las demás sesiones
device-unknown = Dispositivo desconocido
tokens-about = Una clave permite a un programa actuar en su nombre.
token-once = Copie la clave ahora: no volverá a mostrarse.
token-made = Creada el { $date }
token-create = Crear una clave
api-documentation = Documentación de la API
api-about = Se llama con una clave en la cabecera Authorization: Bearer. Los errores son application/problem+json (RFC 9457); las escrituras admiten Idempotency-Key; las listas, limit, search y cursor.
api-schemas = Esquemas

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
notification-import-completed = 
    Importación terminada: { $done ->
       [one] 1 cliente importado
       *[other] { $done } clientes importados
    }{ $failed ->
       [0] .
       *[other] , { $failed } con error.
    }
notification-member-added = { $by } le ha dado acceso a { $tenant }.

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
mail-invitation-note = El enlace sirve una vez y caduca en siete días.
mail-notification-note = Recibe este mensaje porque pidió los avisos por correo. Puede cambiarlo en su cuenta.
developer-mail = Correo guardado
developer-mail-empty = No hay ningún mensaje.
mail-reset-unconfirmed = Hola. Elija otra contraseña con este enlace.
