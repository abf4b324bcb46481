### Groups of preferences

preferences-organization-profile = Perfil de la organización
preferences-organization-profile-about = Sector, ejercicio, formatos; nombre y dirección, que no se clonan.
preferences-organization-profile-count = { "" }
preferences-logo = Logotipo
preferences-logo-about = La imagen de los documentos.
preferences-logo-count =
    { $count ->
       [one] 1 imagen
       *[other] { $number } imágenes
    }
preferences-document-templates = Plantillas de documentos
preferences-document-templates-about = Diseño, colores, textos y columnas de facturas y demás documentos.
preferences-document-templates-count =
    { $count ->
       [one] 1 plantilla
       *[other] { $number } plantillas
    }
preferences-email-templates = Plantillas de correo
preferences-email-templates-about = Lo que dicen los correos a los clientes, por idioma.
preferences-email-templates-count =
    { $count ->
       [one] 1 plantilla
       *[other] { $number } plantillas
    }
preferences-chart-of-accounts = Plan de cuentas
preferences-chart-of-accounts-about = Las cuentas en las que se anota todo.
preferences-chart-of-accounts-count =
    { $count ->
       [one] 1 cuenta
       *[other] { $number } cuentas
    }
preferences-custom-fields = Campos personalizados
preferences-custom-fields-about = Campos personalizados en contactos, artículos y facturas.
preferences-custom-fields-count =
    { $count ->
       [one] 1 campo
       *[other] { $number } campos
    }
preferences-taxes = Impuestos
preferences-taxes-about = Impuestos, retenciones y grupos que se aplican juntos.
preferences-taxes-count =
    { $count ->
       [one] 1 impuesto o grupo
       *[other] { $number } impuestos y grupos
    }
preferences-number-series = Series de numeración
preferences-number-series-about = Cómo se numeran los documentos.
preferences-number-series-count =
    { $count ->
       [one] 1 serie
       *[other] { $number } series
    }
preferences-payment-terms = Condiciones de pago
preferences-payment-terms-about = Cuándo vencen las facturas.
preferences-payment-terms-count =
    { $count ->
       [one] 1 condición
       *[other] { $number } condiciones
    }
preferences-bank-rules = Reglas de banco
preferences-bank-rules-about = A qué cuenta van las líneas del banco.
preferences-bank-rules-count =
    { $count ->
       [one] 1 regla
       *[other] { $number } reglas
    }
preferences-reminders = Recordatorios
preferences-reminders-about = Cuándo se recuerda una factura a quien debe pagarla.
preferences-reminders-count =
    { $count ->
       [one] 1 recordatorio
       *[other] { $number } recordatorios
    }
preferences-roles = Roles
preferences-roles-about = Roles propios y lo que permite cada uno.
preferences-roles-count =
    { $count ->
       [one] 1 rol
       *[other] { $number } roles
    }

### Applying preferences

preferences-apply = Aplicar preferencias
preferences-apply-new = Aplicar preferencias de otra organización
preferences-apply-about = Copia a esta organización las preferencias de otra en la que también es usuario: añade lo que falta, sustituye lo que difiere y deja lo demás. Se puede deshacer mientras nada lo haya usado.
preferences-apply-to = Se aplicarán a { $name }
preferences-applied-none = Todavía no se han aplicado preferencias de otra organización.
preferences-no-source = No es usuario de ninguna otra organización con Contabilidad cuyos ajustes pueda ver.
preferences-undone = Deshecho
preferences-in-use = Ha cambiado o está en uso: ya no se puede deshacer
flash-preferences-applied = Preferencias aplicadas.
flash-preferences-undone = Preferencias deshechas: todo está como antes.
apply = Aplicar
continue = Continuar
upload = Subir
preview = Vista previa
preview-named = Vista previa: { $name }
move-up-named = Subir { $name }
move-down-named = Bajar { $name }
related-lists = Listas relacionadas
download-pdf = Descargar PDF
logo-file = Imagen PNG o JPEG
logo-help = Hasta 256 KB. Sale en los documentos cuya plantilla lo pide.
logo-none = No hay logotipo.
logo-remove = ¿Quitar el logotipo?
logo-remove-about = Los documentos saldrán sin él. Para volver a ponerlo hará falta el archivo.
role-gone = Rol retirado

### Cloning

clients-clone = Clonar un cliente
clients-clone-about = Con las preferencias de la organización de otro cliente.
clients-clone-none = Todavía no hay ningún cliente con Contabilidad cuyas preferencias pueda clonar.
clone-card = Preferencias clonadas
clone-title = Clonar preferencias
clone-title-client = Elija un cliente
clone-title-groups = Elija las preferencias
clone-offer = Clonar las preferencias de la organización de un cliente existente
clone-defaults = Si no, se usarán los ajustes predeterminados.
clone-source = De qué organización
clone-no-client = Ningún cliente tiene Contabilidad con ajustes que usted pueda ver.
clone-edit = Editar preferencias
clone-remove = Eliminar preferencias
clone-other-client = Otro cliente
clone-groups = Qué se clona
clone-refresh = Actualizar la vista previa
clone-preview = Vista previa de los cambios
clone-read-at = Leído: { $at }
clone-needs = Necesita: { $groups }
clone-pulled-in = Va incluido porque lo necesita: { $group }
clone-added =
    { $count ->
       [one] 1 se añade
       *[other] { $number } se añaden
    }
clone-replaced =
    { $count ->
       [one] 1 se sustituye
       *[other] { $number } se sustituyen
    }
clone-left =
    { $count ->
       [one] 1 sin cambios
       *[other] { $number } sin cambios
    }
clone-effect-added = Se añade
clone-effect-replaced = Se sustituye
clone-effect-same = Igual
clone-effect-other-currency = No se clona: otra moneda
clone-effect-kept = Sin cambios
clone-effect-omitted = No se crea
clone-all-same = Todo es igual ya.
clone-more = y { $number } más
clone-other-currency = La organización de origen trabaja en { $currency }: la moneda no se clona.
clone-foreign-accounts =
    { $count ->
       [one] Una cuenta en otra moneda ({ $currencies }) no se clona.
       *[other] { $count } cuentas en otra moneda ({ $currencies }) no se clonan.
    }
clone-foreign-short =
    { $count ->
       [one] Una cuenta en otra moneda no se clona.
       *[other] { $count } cuentas en otra moneda no se clonan.
    }

### Errors

error-clone-source-lost = Ya no tiene acceso a las preferencias de ese cliente. No se ha guardado nada: elija otro.
error-clone-source-changed = Las preferencias del cliente elegido han cambiado desde que las vio. No se ha guardado nada: revise la vista previa y guárdelas otra vez.
error-clone-source-required = Elija un cliente.
error-clone-missing = { $name } usa «{ $needed }», que no se clona y la organización no tiene. Quite ese grupo o cámbielo en el origen.
error-clone-unfinished = Guarde o cancele las preferencias que estaba eligiendo.
error-clone-needs-books = Para clonar preferencias hace falta Contabilidad entre las aplicaciones.
error-clone-currency-changed = La moneda ha cambiado desde que vio las preferencias. Revise la vista previa y guárdelas otra vez.
error-clone-itself = Elija otra organización: esta es la misma.
error-preference-group-unknown = No hay preferencias que se llamen { $name }.
error-choose-one = Elija al menos uno.
error-color = No es un color, como #1f5c4a.
error-image = No es una imagen PNG o JPEG.
error-file-too-large = El archivo es demasiado grande: { $max } KB como máximo.
error-options-two = Escriba al menos dos opciones, una en cada línea.
error-options-for-choice = Solo los campos de tipo lista llevan opciones.
error-variable-unknown = No existe la variable «{ $name }». Mire la lista de abajo.
problem-preferences-same = No hay nada que aplicar: ya es todo igual
problem-preferences-undone = Ya se había deshecho
problem-preferences-used = Ya no se puede deshacer
problem-preferences-used-help = Las preferencias han cambiado después, o algo usa lo que se añadió. No se ha tocado nada.
activity-preferences-applied = aplicó preferencias a
activity-preferences-undone = deshizo las preferencias aplicadas a
activity-preferences-cloned = clonó preferencias en
activity-preferences-changed = cambió preferencias de
activity-logo-changed = cambió el logotipo de
activity-logo-removed = quitó el logotipo de
activity-record-moved = cambió el orden de
field-cloned-from = Preferencias de
field-merged-into = Unida a
field-accounts = Cuentas

### Documents with sample data

document-from = De
document-to = Para
document-date = Fecha
document-due = Vencimiento
document-base = Base imponible
document-total = Total
document-preview-about = Con datos de ejemplo, en el idioma de la organización y con sus impuestos, series y condiciones de pago.
document-preview-image = Primera página del documento de ejemplo
document-preview-file = vista-previa.pdf
printer-absent = El programa que imprime aún se está preparando; esta página se actualiza sola.
printer-check = Comprobar de nuevo
email-preview-about = Con datos de ejemplo.
preview-as-typed = Tal como está escrita en el formulario; todavía no se ha guardado.
sample-customer = Cliente de Ejemplo, S. L.
sample-street = Calle Inventada, 1
sample-town = 00000 Ciudad de Muestra
sample-unit = ud.
sample-line-1 = Servicio de ejemplo
sample-line-2 = Artículo de muestra
sample-line-3 = Transporte inventado
sample-value-text = Texto de ejemplo
sample-value-long-text = Texto de ejemplo
sample-value-whole-number = 12
sample-value-decimal = 12,5
sample-value-amount = 25,00
sample-value-date = 01/01/2027
sample-value-yes-no = Sí
sample-value-choice = Opción
sample-value-email = ejemplo@correo.example
sample-value-link = https://ejemplo.example

### Accounts

field-into = Cuenta que queda
field-file = Archivo
error-currency-in-use = La moneda ya no se puede cambiar: hay importes anotados en ella.
preferences-sources-cut = Se muestran las primeras { $max } organizaciones: busque la que falte por su nombre.
