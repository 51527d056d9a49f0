### El bot de configuración, en los chats privados con administradores.

bot-greeting = 👋 Conecto los chats de sus clientes con el grupo de su equipo: cada cliente recibe allí un tema propio, y lo que su equipo escriba en él le llega al cliente.
bot-menu-none = Todavía no tiene ninguna conexión. Crearla son tres pasos breves: el token de un bot, el grupo de su equipo y un mensaje de prueba.
bot-menu-some =
    { $count ->
        [one] Tiene una conexión. Púlsela para verla y cambiarla.
       *[other] Tiene { $count } conexiones. Pulse una para verla y cambiarla.
    }
bot-help = **Lo que entiendo**
    /start – { bot-command-start }
    /plan – { bot-command-plan }
    /language – { bot-command-language }
    /cancel – { bot-command-cancel }
    /help – { bot-command-help }
    Todo lo demás se hace con los botones que hay bajo mis mensajes.
bot-command-start = sus conexiones, y crear una nueva
bot-command-plan = su plan y cuánto se ha usado
bot-command-language = el idioma en el que le hablo
bot-command-cancel = cancelar lo que estamos haciendo
bot-command-help = todos los comandos
bot-language-ask = ¿En qué idioma quiere que le hable?
bot-language-set = A partir de ahora le hablo en español.
bot-cancelled = De acuerdo, cancelado.
bot-cancelled-kept = De acuerdo. { $bot } queda guardado y a la espera de su grupo: púlselo para continuar o para eliminarlo.
bot-nothing-to-cancel = No hay nada que cancelar.
bot-not-admitted = Esta instalación no está abierta a todo el mundo. Si le corresponde usarla, dé su número a quien la gestiona: `{ $id }`.
bot-too-fast = Es más de lo que puedo atender a la vez. Espere un minuto y continúe.
bot-button-old = Este botón ha caducado. /start muestra lo que hay ahora.
bot-not-understood = No sé qué hacer con eso. /start muestra sus conexiones y /help, lo que entiendo.
bot-text-wanted = Lo necesito como mensaje de texto.
bot-too-long = Es demasiado largo: { $length } caracteres, y el máximo es { $most }.
bot-plan-refuses-autoclose = ❌ Su plan permite un AUTOCLOSE de { $hours } horas como máximo, y nunca OFF. Ponga { $hours } o menos, o pida un plan mayor a quien administra esta instalación.
bot-plan-refuses-welcome = ❌ Su plan no permite OFF en WELCOME. Ponga un texto propio o DEFAULT, o pida un plan mayor a quien administra esta instalación.
bot-plan-refuses-parameter = ❌ Su plan no incluye { $name }; se queda como está. Pida un plan mayor a quien administra esta instalación.
bot-plan-refuses-connection =
    { $most ->
        [one] ❌ Su plan permite una conexión, y ya la tiene. Elimínela primero, o pida un plan mayor a quien administra esta instalación.
       *[other] ❌ Su plan permite { $most } conexiones, y ya tiene tantas. Elimine primero una, o pida un plan mayor a quien administra esta instalación.
    }
bot-plan-refuses-token = ❌ Su plan no incluye tokens de API. Pida un plan mayor a quien administra esta instalación.
bot-relays-full = ❌ Ya hay { $most } bots auxiliares, y Telegram no admite más bots en un grupo. Quite primero uno.
bot-refused = ❌ Tal como están las cosas, el servidor no lo acepta. /start muestra cómo están ahora. Si se repite, quien administra esta instalación encuentra el motivo en el registro del servidor.
bot-has-group = ❌ La conexión ya tiene el grupo de su equipo y se queda con él. Para usar otro, elimine la conexión y créela de nuevo.
bot-desk-is-another = ❌ Del grupo de esta conexión se encarga otro bot, y los temas son suyos. Envíeme un token de ese bot. Para usar otro, elimine la conexión y créela de nuevo.
bot-unavailable = ❌ El servidor no puede hacerlo en este momento. Inténtelo de nuevo dentro de un minuto.
bot-note = ✉️ De { $bot }:
bot-info-above = 🔒 /info de { $bot }; en el grupo se llama «{ $title }». Solo usted recibe esto; no lo publique allí.
bot-info-started = 👋 Bien. Las fichas que su grupo no debe ver le llegan aquí. Vuelva a pedir /info en el tema.

bot-token-ask = **Paso 1 de 3: el bot**
    Sus clientes escribirán a un bot suyo. Abra @BotFather, envíele /newbot, elija un nombre y envíeme el token que le dé. También puede reenviarme su mensaje.
    Borro su mensaje de inmediato y guardo el token cifrado.
bot-token-malformed = ❌ Ahí no hay ningún token. Un token tiene esta forma: `123456789:AAH…`, un número, dos puntos y al menos 35 letras y cifras. Cópielo entero de @BotFather. He borrado su mensaje por si era una parte de uno.
bot-token-own = ❌ Ese es mi propio token. Cree en @BotFather otro bot para sus clientes y envíeme su token.
bot-token-taken = ❌ Ese bot ya atiende una conexión, y un bot solo puede atender una. Cree otro en @BotFather y envíeme su token.
bot-token-checking = ⏳ He borrado su mensaje y estoy preguntando a Telegram por el token…
bot-token-slow = ⏳ Telegram aún no ha respondido. Sigo preguntando y le escribo en cuanto lo sepa.
bot-token-refused = ❌ Telegram no conoce este token. Cópielo otra vez de @BotFather, o pida allí uno nuevo con /revoke, y envíemelo.
bot-token-in-use = ❌ Otro programa está usando este bot. Deténgalo, o quite el webhook que ha puesto, y envíeme el token otra vez; o cree otro bot en @BotFather.
bot-token-renewed = ✅ { $bot } ya atiende su conexión y trabaja desde ahora con este token. He borrado su mensaje.
bot-known = ✅ Bot encontrado: @{ $bot }.
bot-keeps-out-of-groups = ❌ @{ $bot } no se puede añadir a grupos, así que no puede trabajar en el grupo de su equipo. Envíe /setjoingroups a @BotFather, elija el bot y pulse «Enable». Después envíeme el token otra vez.

bot-group-ask = **Paso 2 de 3: el grupo de su equipo**
    1. Cree un grupo en Telegram, si no tiene uno para esto, y active «Temas» en sus ajustes.
    2. Pulse el botón de abajo, elija el grupo y nombre allí a @{ $bot } administrador, con permiso para gestionar temas y eliminar mensajes.
    Tiene que hacerlo usted: un grupo al que otra persona añada el bot no se acepta.
bot-group-known = ✅ «{ $title }» es ahora el grupo de su equipo.
bot-group-check-begun = Compruebo el grupo otra vez.
bot-group-none = No sé a qué grupo se refiere. Pulse el botón de abajo y elíjalo. Si no pasa nada, quítele al bot los permisos de administrador en él y vuelva a dárselos: Telegram solo me avisa de un grupo cuando ocurre algo en él.

bot-test-ask = **Paso 3 de 3: una prueba**
    { $bot } ha escrito un mensaje de prueba en «{ $title }», en el tema «General». ¿Lo ve?
bot-test-ask-again = **Una prueba.** { $bot } ha escrito un mensaje de prueba en «{ $title }», en el tema «General». ¿Lo ve?
bot-test-done =
    🎉 **Funciona.** Escriba a { $bot } desde otra cuenta, como lo haría un cliente: el mensaje aparece en «{ $title }» en un tema propio, y lo que usted responda allí le llega al cliente.
    Aquí puede cambiar todo lo de la conexión cuando quiera.
bot-test-unseen =
    Compruebe lo siguiente y envíe el mensaje otra vez:
    • Está mirando el grupo «{ $title }» y, en él, el tema «General».
    • { $bot } sigue siendo administrador del grupo.
    • Los temas del grupo siguen activados.
bot-test-again = Otro mensaje de prueba está en camino.
bot-test-stopped = ⏸ La conexión está detenida y no se puede enviar nada. Pulse primero «{ bot-key-start }».

bot-card = **{ $bot }**
    Conexión: { $name }
    Grupo del equipo: { $group }
    Estado: { $state }
bot-card-gone = Esta conexión ya no existe.
bot-card-problem = ⚠️ { $words }
bot-trouble-token = Telegram ya no acepta el token de { $bot }. Envíe /mybots a @BotFather, elija el bot, pulse «API Token» y envíeme el token que vea allí. Borro su mensaje de inmediato.
bot-trouble-logged-out = Telegram ha cerrado la sesión de { $who }. Vuelva a iniciarla con el botón de abajo; entonces llegará también lo que los clientes hayan escrito mientras tanto.
bot-trouble-elsewhere = Otro programa recoge lo que se escribe a { $bot }, y por eso no llega aquí. Deténgalo, o quite el webhook que ha puesto. Si no sabe cuál es, envíe /revoke a @BotFather, elija el bot y envíeme el token nuevo: así el otro programa queda fuera.
bot-trouble-no-topics = «{ $title }» no tiene temas. Active «Temas» en los ajustes del grupo y pulse después «{ bot-key-check }».
bot-trouble-no-admin = { $bot } no es administrador de «{ $title }». Abra los ajustes del grupo, luego «Administradores», y nómbrelo con este permiso: { $right }.
bot-trouble-right = A { $bot } le falta un permiso en «{ $title }»: { $right }. Abra los ajustes del grupo, luego «Administradores», y déselo.
bot-trouble-not-yours = «{ $title }» no se acepta como grupo de su equipo, porque usted no es su propietario ni lo administra. Haga que le nombren administrador allí y pulse después «{ bot-key-check }», o elija otro grupo.
bot-trouble-out = { $bot } ya no está en «{ $title }». Añádalo otra vez al grupo y nómbrelo administrador con permiso para gestionar temas. Lo que escriban los clientes espera hasta entonces.
bot-trouble-group = Telegram no deja que { $bot } trabaje en «{ $title }»: { $refusal }
bot-trouble-founding = { $who } no ha podido crear el grupo: { $refusal }
bot-trouble-unknown = Algo va mal con { $bot }. Quien administra esta instalación encuentra el motivo en el registro del servidor.
bot-group-unknown = todavía ninguno
bot-state-running = ✅ funciona
bot-state-stopped = ⏸ detenida
bot-state-awaits-group = ⏳ a la espera de su grupo
bot-state-troubled = ⚠️ tiene un problema
bot-stopped = Telegram guarda lo que escriben los clientes solo un día; llegará cuando vuelva a iniciar la conexión. Lo más antiguo se pierde.
bot-account-stopped = Lo que escriben los clientes se queda en Telegram; llegará cuando vuelva a iniciar la conexión.
bot-started = ▶️ Vuelve a funcionar.
bot-delete-ask =
    🗑 Está a punto de eliminar la conexión **{ $name }** con todo lo que le pertenece: diálogos, parámetros y tokens. Los temas y los mensajes en Telegram se quedan. No se puede deshacer.
    Para hacerlo, envíeme el nombre de la conexión: `{ $name }`
bot-delete-wrong = Ese no es el nombre de la conexión, así que no se ha eliminado nada. Envíe `{ $name }` para eliminarla, o /cancel para conservarla.
bot-deleted = 🗑 La conexión { $name } está eliminada. El bot o la cuenta que usaba queda libre para otra conexión.

bot-parameters = **Parámetros de { $name }**, página { $page } de { $pages }. Los que llevan un punto se han cambiado. Pulse uno para saber más.
bot-parameter = **{ $name }**
    { $description }

    Ahora: { $value }
    Por defecto: { $standard }
    Permitido: { $allowed }
    Ejemplo: { $example }
bot-parameter-later = Esta versión guarda el valor, pero todavía no actúa según él.
bot-hide-info = • name: los nombres de las personas; se sustituyen por otros inventados
    • title: los nombres de grupos y canales
    • link: nombres de usuario, enlaces e ids
    • command: /info, que entonces solo llega en privado
    • contact: teléfonos, direcciones de correo y tarjetas de contacto
    • mention: los @nombres en los textos
    • forward: de dónde vienen los mensajes reenviados
bot-webhook-events = Eventos: { $events }.
bot-webhook-inside = ⚠️ «{ $host }» es una dirección de una red interna. Allí solo se envía algo si lo permite quien administra esta instalación (`webhooks.allowed_networks`); hasta entonces espera, un día como máximo.
bot-signing-ask = **El secreto de la firma.** Con él se firma todo lo que se envía, según Standard Webhooks, para que su programa sepa que viene de aquí. Si alguien más puede conocerlo, cree uno nuevo: durante un día se firma con los dos.
bot-signing-secret = 🔑 Aquí está el secreto; borro este mensaje dentro de cinco minutos. Déselo al programa que recibe los envíos:
    `{ $secret }`
bot-signing-renewed = ♻️ Aquí está el nuevo secreto; borro este mensaje dentro de cinco minutos. Durante un día se firma también con el anterior. Dé el nuevo al programa que recibe los envíos:
    `{ $secret }`
bot-parameter-ask = Envíeme el nuevo valor de **{ $name }**, o cancele con /cancel.
bot-parameter-set = ✅ { $name } es ahora: { $value }
bot-parameter-refused = ❌ { $name } no puede ser «{ $given }»: { $problem }. Permitido: { $allowed }.
    Envíeme otro valor, por ejemplo `{ $example }`, o /cancel.
bot-parameter-refused-hidden = ❌ Ese no puede ser el valor de { $name }: { $problem }. Permitido: { $allowed }.
    Envíeme otro valor, por ejemplo `{ $example }`, o /cancel.
bot-history =
    { $count ->
        [0] **{ $name }** nunca se ha cambiado.
       *[other] **Los últimos cambios de { $name }**, primero el más reciente. Pulse un valor para volver a ponerlo.
    }
bot-history-line = • { $at }, { $who }: `{ $old }` → `{ $new }`
bot-by-you = usted
bot-by-person = la persona { $id }
bot-by-token = un programa con el token { $id }

bot-plan-none = Esta instalación no tiene planes: no hay límites.
bot-plan-title = **Su plan: { $name }**
bot-plan-messages = • Mensajes hoy: { $used } de { $limit }
bot-plan-updates = • Actualizaciones de Telegram hoy: { $used } de { $limit }
bot-plan-connections = • Conexiones: { $used } de { $limit }
bot-plan-autoclose =
    { $hours ->
        [one] • AUTOCLOSE: como máximo una hora
       *[other] • AUTOCLOSE: como máximo { $hours } horas
    }
bot-plan-signature = • WELCOME lleva una línea debajo.
bot-plan-no-welcome-off = • WELCOME no se puede desactivar.
bot-plan-without = • No incluido: { $name }
bot-plan-no-api = • No incluidos: tokens de API
bot-plan-limits-nothing = No limita nada.
bot-plan-renews = La cuenta del día empieza de nuevo el { $at }.
bot-plan-holds = ⏳ Por hoy se ha usado todo. Los mensajes esperan y salen en orden a partir del { $at }; no se pierde nada.

bot-privacy-mode = ⚠️ El modo de privacidad de @{ $bot } está activado: en los grupos de clientes en los que no es administrador solo ve los comandos y las respuestas a él, así que de ellos se transmite poco. Envíe /setprivacy a @BotFather, elija el bot y pulse «Disable». Después quite el bot de esos grupos y vuelva a añadirlo; y aquí detenga la conexión e iníciela, para que vuelva a mirar.

bot-relays =
    { $count ->
        [0] **Bots auxiliares de { $name }**: otros bots en el grupo del equipo, para que quepan más de 20 mensajes por minuto. Todavía no hay ninguno.
       *[other] **Bots auxiliares de { $name }**: otros bots en el grupo del equipo, para que quepan más de 20 mensajes por minuto. Hay { $count }. Pulse uno para ver cómo está.
    }
bot-relay-ask =
    Envíeme el token de otro bot, que le dé @BotFather. Borro su mensaje de inmediato.
    Después nombre al bot administrador de «{ $group }», o al menos añádalo como miembro.
bot-relay-added = ✅ Se ha añadido { $bot }. Ahora nómbrelo administrador de «{ $group }», o al menos añádalo como miembro; a partir de ese momento ayudará.
bot-relay-waits = ⏳ { $bot } todavía no puede escribir en «{ $group }». Nómbrelo administrador allí, o al menos añádalo como miembro; a partir de ese momento ayudará.
bot-relay-helps = ✅ { $bot } escribe en «{ $group }» y ayuda.
bot-relay-removed = ✅ El bot ya no ayuda. Si sigue en «{ $group }», quítelo también de allí.

bot-tokens =
    { $count ->
        [0] **Tokens de API de { $name }**: con uno, un programa suyo puede usar esta conexión y nada más. Todavía no hay ninguno.
       *[other] **Tokens de API de { $name }**: con uno, un programa suyo puede usar esta conexión y nada más. Hay { $count }. Pulse uno para revocarlo.
    }
bot-tokens-scope =
    ¿Qué puede hacer el programa?
    • read – ver diálogos y colas
    • send – además, cerrar diálogos y decidir sobre mensajes
    • manage – además, cambiar la conexión y sus parámetros
bot-token-made =
    🔑 Aquí está el token. Solo se muestra esta vez; borro este mensaje dentro de cinco minutos. Cópielo ahora y guárdelo en lugar seguro:
    `{ $secret }`
bot-secret-lost = ⚠️ No sé si le ha llegado el mensaje con el secreto, y no guardo ninguna copia. Si lo ve más arriba, copie el secreto y borre después el mensaje. Si no: revoque el token de API en la lista y cree otro; el secreto de los webhooks, pida que se muestre otra vez.
bot-token-revoked = ✅ El token está revocado. Quien lo usaba se queda fuera.
bot-token-revoke-ask = ¿Revocar el token «{ $title }»? Los programas que lo usan dejan de funcionar al instante.

bot-key-new = ➕ Nueva conexión
bot-key-cancel = ✖️ Cancelar
bot-key-back = ‹ Atrás
bot-key-menu = ‹ Conexiones
bot-key-add-to-group = ➕ Añadir a un grupo
bot-key-add-to-team = ➕ Añadir a «{ $group }»
bot-key-check = 🔄 Comprobar
bot-key-seen = ✅ Sí, lo veo
bot-key-unseen = ❌ No
bot-key-test = 📨 Prueba
bot-key-group = 👥 Conectar el grupo
bot-key-parameters = ⚙️ Parámetros
bot-key-relays = 🤖 Auxiliares
bot-key-tokens = 🔑 Tokens API
bot-key-stop = ⏸ Detener
bot-key-start = ▶️ Iniciar
bot-key-delete = 🗑 Eliminar
bot-key-default = ↺ Por defecto
bot-key-type = ✏️ Escribir un valor
bot-key-add-relay = ➕ Añadir un bot
bot-key-remove = 🗑 Quitar
bot-key-new-token = ➕ Nuevo token
bot-key-revoke = 🗑 Revocar
bot-key-history = 🕘 Historial
bot-key-signing = 🔑 Secreto de la firma
bot-key-secret = 👁 Mostrarlo
bot-key-new-secret = ♻️ Nuevo secreto
bot-key-plan = 📦 Plan: { $name }
bot-key-language = 🌐 English · Deutsch · Русский
