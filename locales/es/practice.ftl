practice = Despacho
practice-new = Nuevo despacho
practice-name = Nombre del despacho
practice-create = Crear el despacho
practice-settings = Ajustes del despacho
practice-role-owner = Titular
practice-role-administrator = Administrador
practice-role-manager = Responsable
practice-role-staff = Personal
practice-role-read-only = Solo lectura
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

### Profile

client-tab-overview = Resumen
client-tab-organizations = Organizaciones
client-tab-activity = Actividad
client-without-organization = Este cliente no tiene organización.
organization-go = Ir a la organización
organization-no-access = No es usuario de la organización: pida acceso a quien la administra.
organization-your-role = Su rol
organization-link = Vincular otra organización
organization-link-none = No hay más organizaciones en las que sea usuario y que estén sin vincular.
contacts = Personas de contacto
contacts-empty = Todavía no hay contactos.
contact-add = Añadir contacto
assigned-users = Asignado a
assigned-empty = Nadie tiene asignado este cliente.
assigned-change = Cambiar

### Import

import-title = Importar clientes
import-search = Buscar organización
import-empty = No hay organizaciones por importar: o no es usuario de ninguna, o todas son ya clientes.
import-none = Ninguna organización coincide.
import-missing = ¿Falta alguna organización?
import-tip = Pida a su cliente que le añada como usuario de su organización. Puede enviarle este texto:
import-tip-text = Hola: para llevar su contabilidad necesito acceso a su organización en Despacho. En Ajustes › Usuarios, añada a { $name } con el correo { $email } y el rol «Contable». Gracias.
import-tip-copy = Copiar el texto
import-progress = Progreso de la importación
import-status-queued = En espera
import-status-running = Importando…
import-status-completed = Importación terminada
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
organization-link-cut = Se muestran las primeras { $max }: busque la que falte.
organization-link-search = Buscar una organización que enlazar
import-cut = Se muestran las primeras { $max } organizaciones: busque las que falten.
import-search-all = Buscar entre todas las organizaciones
