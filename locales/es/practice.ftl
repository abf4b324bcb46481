practice = Despacho
practice-new = Nuevo despacho
practice-name = Nombre del despacho
practice-create = Crear el despacho
practice-settings = Ajustes del despacho
practice-role-owner = Titular
practice-role-administrator = Administrador
practice-role-manager = Responsable
practice-role-staff = Empleado
practice-role-read-only = Solo lectura
practice-role-owner-about = Todo, también nombrar y quitar titulares.
practice-role-administrator-about = Todo, salvo lo que toca a los titulares.
practice-role-manager-about = Todos los clientes: crear, importar, asignar y desactivar. Ni equipo ni ajustes.
practice-role-staff-about = Ve y cambia solo los clientes que tiene asignados.
practice-role-read-only-about = Ve todos los clientes y no cambia nada.
custom-fields = Campos personalizados de los clientes
custom-fields-about = Aparecen en la ficha de cada cliente. Un campo desactivado conserva sus datos.

### List of clients

client = Cliente
clients = Clientes
clients-active = Activos
clients-inactive = Inactivos
clients-all = Todos
clients-search = Nombre, NIF, correo, teléfono…
clients-none = Ningún cliente coincide con los filtros.
clients-found =
    { $count ->
       [one] 1 cliente
       *[other] { $count } clientes
    }
clients-found-more = Más de { $count } clientes
clients-mine = Los clientes que lleva
clients-mine-empty = Todavía no tiene clientes asignados.
clients-empty = Aquí estarán sus clientes.
clients-add = Añadir clientes
clients-import = Importar organizaciones de clientes existentes
clients-import-about = Las organizaciones en las que ya es usuario, como clientes del despacho.
clients-create = Crear un cliente
clients-create-about = Con una organización nueva y sus aplicaciones, o sin ninguna.
client-new = Nuevo cliente
client-form-new = Nuevo cliente
client-edit = Editar cliente
client-identity = Datos del cliente
client-applications-help = Se creará una organización nueva y usted será quien la administre. Sin aplicaciones, se guarda como «otro cliente».
client-other = Otro cliente
client-open-existing = Abrir ese cliente
client-same-tax-id = Es otro cliente con el mismo NIF: guardar de todos modos
client-type-business = Empresa
client-type-individual = Particular
salutation-mr = D.
salutation-ms = D.ª
salutation-mx = D./D.ª
salutation-dr = Dr./Dra.
display-name-help = Así aparecerá en las listas. No se repite en el despacho.
tags-help = Separadas por comas.
shipping-other = La dirección de envío es otra
invite-client = Invitar a este cliente como administrador de la organización
invite-client-help = Recibirá un correo con un enlace de un solo uso, válido 7 días.
invite-client-disabled = Elija antes una aplicación: sin organización no hay a qué invitar.
invite-client-now = Invitar al cliente
client-column-created = Alta
client-column-updated = Último cambio

### What was done to a selection

flash-clients-activated =
    { $count ->
       [0] Ya estaban activos.
       [one] 1 cliente activado.
       *[other] { $count } clientes activados.
    }
flash-clients-deactivated =
    { $count ->
       [0] Ya estaban inactivos.
       [one] 1 cliente desactivado.
       *[other] { $count } clientes desactivados.
    }
flash-clients-tagged =
    { $count ->
       [0] Ya tenían esa etiqueta.
       [one] Etiqueta añadida a 1 cliente.
       *[other] Etiqueta añadida a { $count } clientes.
    }
flash-clients-assigned =
    { $count ->
       [0] Ya estaban asignados.
       [one] 1 cliente asignado.
       *[other] { $count } clientes asignados.
    }
flash-clients-undone =
    { $count ->
       [one] Deshecho: 1 cliente está como antes.
       *[other] Deshecho: { $count } clientes están como antes.
    }

### Profile

client-tab-overview = Resumen
client-tab-organizations = Organizaciones
client-tab-activity = Actividad
client-without-organization = Este cliente no tiene organización.
organization-go = Ir a la organización
organization-no-access = No tiene acceso a la organización: pida a quien la administra que se lo dé desde la ficha de este cliente.
organization-your-role = Su rol
organization-link = Vincular otra organización
flash-organization-linked = «{ $name }» vinculada a este cliente.
flash-organization-unlinked = «{ $name }» ya no está vinculada a este cliente.
organization-link-none = No hay más organizaciones en las que sea usuario y que estén sin vincular.
contacts = Personas de contacto
contacts-empty = Todavía no hay contactos.
flash-contact-removed = Se ha quitado a { $name } de los contactos.
contact-add = Añadir contacto
assigned-users = Asignado a
assigned-empty = Nadie tiene asignado este cliente.
assigned-change = Cambiar
invitation-pending-until = Invitación pendiente hasta el { $date }
invitation-revoke-sure = ¿Revocar la invitación de { $email }?
unlink-sure = ¿Desvincular { $name }?
unlink-about = La organización deja de ser de este cliente: sus libros, sus datos y quienes trabajan en ella siguen como están. Puede volver a vincularla.
assigned-no-access = Sin acceso a { $organization }
assigned-role = Rol de { $name } en { $organization }
assigned-give = Dar acceso
assigned-give-to = Dar acceso a { $name }: { $organization }
flash-assigned =
    { $count ->
       [0] El cliente no está asignado a nadie.
       [one] Cliente asignado a una persona.
       *[other] Cliente asignado a { $count } personas.
    }

### Import

import-title = Importar clientes
import-search = Buscar organización
import-empty = No hay organizaciones por importar: o no es usuario de ninguna, o todas son ya clientes.
import-none = Ninguna organización coincide.
import-known-tax-id = Ya hay un cliente con este NIF: { $name }.
import-known-name = Ya hay un cliente con este nombre: { $name }.
import-known-choice = Qué hacer con { $name }
import-known-link = Vincular a { $name }
import-known-create = Crear otro cliente
import-missing = ¿Falta alguna organización?
import-tip = Pida a su cliente que le añada como usuario de su organización. Puede enviarle este texto:
import-tip-text = Hola: para llevar su contabilidad necesito acceso a su organización en Despacho. En Ajustes › Usuarios, añada a { $name } con el correo { $email } y el rol «Contable». Gracias.
import-tip-copy = Copiar el texto
import-progress = Progreso de la importación
import-status-queued = En espera
import-status-running = Importando…
import-status-completed = Importación terminada
import-may-leave = Puede salir de esta página.
import-summary = { $done } de { $total } importadas, { $failed } con error
import-see-clients = Ver los clientes
import-retry = Reintentar las fallidas
import-failed = No se pudieron importar
import-done = Importadas
imports-recent = Importaciones recientes
import-error-access-lost = Ya no es usuario de esta organización.
import-error-already-linked = Ya está vinculada a un cliente del despacho.
import-error-interrupted = La importación se interrumpió antes de llegar a ella.
clients-file = clientes
clone-sources-cut = Se muestran las primeras { $max }: busque la que falte por el nombre del cliente o de la organización.
clone-restore = Recuperar las preferencias
organization-link-cut = Se muestran las primeras { $max }: busque la que falte.
organization-link-search = Buscar una organización que enlazar
import-cut = Se muestran las primeras { $max } organizaciones: busque las que falten.
import-search-all = Buscar entre todas las organizaciones

custom-field-kind = Qué admite
custom-field-options = Opciones
custom-field-options-help = Una por línea; solo para «una de varias» y «varias».
custom-field-default = Valor inicial
custom-field-required = Obligatorio
error-not-of-kind = Solo las listas de opciones las tienen.
field-kind-text = Texto
field-kind-long-text = Texto largo
field-kind-number = Número
field-kind-money = Importe (€)
field-kind-date = Fecha
field-kind-yes-no = Sí o no
field-kind-choice = Una de varias
field-kind-choices = Varias
field-kind-person = Persona del equipo
field-kind-iban = IBAN
field-kind-tax-id = NIF
