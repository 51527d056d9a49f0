### El bot de configuración, sobre cuentas personales.

account-logged-out = 🔑 Telegram ha cerrado la sesión de la cuenta. Lo que escriban los clientes se queda en Telegram y se transmite en cuanto se vuelva a iniciar la sesión.

bot-frontend-ask = **Paso 1 de 3: a quién escriben sus clientes**
    A un bot suyo: es lo habitual. Puede enviarme ya su token.
    O a su propia cuenta de Telegram: así llegan a su equipo quienes le escriben en persona y los grupos en los que está.

bot-login-ask = **Paso 1 de 3: su cuenta**
    ¿Cómo quiere iniciar la sesión? Con un código QR no hay que escribir nada: lo escanea en Telegram con el teléfono de la cuenta. O envíeme el número de teléfono de la cuenta.
    La sesión de la cuenta se guarda cifrada en el servidor. En Telegram la ve en «Dispositivos» y puede cerrarla allí.
bot-login-again-ask = **Volver a iniciar la sesión de { $who }**
    Con un código QR no hay que escribir nada: lo escanea en Telegram con el teléfono de la cuenta. O envíeme el número de teléfono de la cuenta.

bot-phone-ask = Envíeme el número de teléfono de la cuenta con el prefijo del país, por ejemplo +49 151 23456789. Borro su mensaje de inmediato.
bot-phone-wrong = ❌ Eso no es un número de teléfono en formato internacional. Envíelo con el prefijo del país, por ejemplo +49 151 23456789. He borrado su mensaje.
bot-login-begun = ⏳ He borrado su mensaje y estoy preguntando a Telegram…
bot-login-busy = ⏳ Todavía espero la respuesta de Telegram. He borrado su mensaje.
bot-login-too-many = ❌ Ha empezado muchos inicios de sesión en una hora. Telegram bloquea los números para los que se piden códigos demasiado a menudo, así que yo también espero. Continúe dentro de { $time }.

bot-code-ask = **El código de inicio de sesión.** Telegram { $place }. Envíemelo **por partes**, con algo entre las cifras, así: `1-2-3-4-5`
    Hace falta porque Telegram anula un código que ve entero en un chat. Borro su mensaje de inmediato.
bot-code-in-app = lo ha enviado a los otros dispositivos de la cuenta, al chat «Telegram»
bot-code-by-sms = lo ha enviado por SMS
bot-code-by-call = le llama y se lo dice
bot-code-missed-call = le llama sin hablar: las últimas cifras del número que llama son el código
bot-code-by-email = lo ha enviado por correo electrónico
bot-code-at-fragment = lo muestra en fragment.com
bot-code-somewhere = lo ha enviado
bot-code-wrong = ❌ Ese era otro código. Mírelo de nuevo y envíelo por partes, así: `1-2-3-4-5`
bot-code-bare = ❌ Ha enviado el código entero. Telegram anula un código que ve así en un chat, por eso no lo he usado y he borrado su mensaje. Pida uno nuevo y escríbalo por partes, así: `1-2-3-4-5`
bot-code-length = ❌ Eso tiene { $given } cifras, y el código tiene { $length }. Envíelo otra vez, por partes, así: `1-2-3-4-5`
bot-code-none = ❌ Ahí no hay ningún código. Envíelo por partes, así: `1-2-3-4-5`
bot-code-expired = ❌ El código ya no vale: es demasiado antiguo, se ha probado demasiadas veces o se envió entero en un chat. Pida uno nuevo.

bot-password-ask = 🔐 La cuenta tiene una **contraseña** de verificación en dos pasos. Envíemela. Borro su mensaje de inmediato y no guardo la contraseña en ninguna parte.
bot-password-ask-hint = 🔐 La cuenta tiene una **contraseña** de verificación en dos pasos. Envíemela. Borro su mensaje de inmediato y no guardo la contraseña en ninguna parte.
    La pista que dejó su titular: { $hint }
bot-password-wrong = ❌ Esa era otra contraseña. Envíe la correcta. He borrado su mensaje.

bot-login-asking = ⏳ Estoy preguntando a Telegram…
bot-qr-ask = Escanéelo en Telegram con el teléfono de la cuenta: Ajustes › Dispositivos › Vincular dispositivo de escritorio. Cada medio minuto llega un código nuevo. Quien lo escanee conecta su cuenta: no se lo muestre a nadie más.
bot-qr-typed = No hay que escribir nada: escanee el código QR con el teléfono de la cuenta, o cancele con /cancel. He borrado su mensaje.
bot-qr-over = ⌛ Nadie ha escaneado el código QR, así que lo he quitado.
bot-qr-expired = ❌ El código QR se escaneó demasiado tarde. Pida uno nuevo.

bot-phone-invalid = ❌ Telegram no conoce ese número de teléfono. Compruebe que es correcto y que lleva el prefijo del país, por ejemplo +49 151 23456789.
bot-phone-banned = ❌ Telegram ha bloqueado este número de teléfono. Escriba a recover@telegram.org o conecte otra cuenta.
bot-phone-unoccupied = ❌ Ninguna cuenta de Telegram tiene este número de teléfono. Cree primero una con la aplicación de Telegram.
bot-login-flood = ❌ Se ha preguntado a Telegram demasiadas veces por este número. Espere un día o inicie la sesión con un código QR.
bot-login-wait = ❌ Telegram pide esperar { $time } antes del próximo inicio de sesión. Inténtelo entonces.
bot-login-failed = ❌ No se ha podido iniciar la sesión: no se pudo contactar con Telegram, o algo va mal en esta instalación. Inténtelo otra vez. Si se repite, quien administra esta instalación encuentra el motivo en el registro del servidor.
bot-login-refused = ❌ Telegram rechaza el inicio de sesión ({ $code }). Inténtelo otra vez o inicie sesión de otra manera.
bot-login-app = ❌ Telegram no deja iniciar sesión a nadie a través de esta instalación ({ $code }). Quien la administra tiene que poner en BACKLINE_API_ID y BACKLINE_API_HASH lo que muestra my.telegram.org; después inténtelo otra vez.
bot-login-gone = ⚠️ El inicio de sesión se ha interrumpido, porque entretanto se reinició una parte de Backline. Lo que envió ya no vale; empiece otra vez, por favor.
bot-login-late = ⌛ Ha tardado demasiado, así que he detenido el inicio de sesión.
bot-login-over = Este inicio de sesión ha terminado. Pulse uno de los botones de arriba o envíe /start. He borrado su mensaje.
bot-no-account-gateway = ❌ En esta instalación no está en marcha nada que pueda iniciar la sesión de cuentas. Quien la gestiona tiene que arrancar `backline-gateway-user`; inténtelo después.

bot-logged-in = ✅ Sesión iniciada como { $who }.
bot-logged-in-again = ✅ { $who } vuelve a tener la sesión iniciada.
bot-account-late = ⌛ La sesión no se usó durante un cuarto de hora, o se reinició Backline, así que se ha vuelto a cerrar. Iníciela otra vez, por favor.
bot-account-taken = ❌ { $who } ya atiende una conexión, y una cuenta solo puede atender una. He cerrado su sesión. Inicie la sesión con otra cuenta, o haga eliminar antes esa conexión.
bot-account-yours = { $who } ya atiende su conexión { $name }, y una cuenta solo puede atender una. He cerrado la sesión nueva; no ha cambiado nada.
bot-account-other = ❌ { $who } no es la cuenta de esta conexión. He cerrado su sesión. Inicie la sesión con la cuenta que tiene la conexión.

bot-keeper-ask = **Paso 2 de 3: el grupo de su equipo**
    ¿Quién se encarga del grupo, en el que cada cliente recibe un tema?
    • **Un bot junto a la cuenta**: el bot escribe allí, con botones y acuses de recibo. El grupo lo elige usted, o lo crea la cuenta. Hace falta un token de @BotFather.
    • **Solo la cuenta**: crea un grupo nuevo con temas y escribe allí ella misma. No hace falta ningún bot; una cuenta no muestra botones.
bot-keeper-unchosen = Pulse uno de los botones, por favor.
bot-desk-ask = Envíeme el token del bot que se encargará del grupo. Abra @BotFather, envíele /newbot, elija un nombre y envíeme el token que le dé; también puede reenviarme su mensaje.
    Borro su mensaje de inmediato y guardo el token cifrado.
bot-desk-refused = ❌ El bot no se puede usar: { $words }
    Envíeme su token otra vez, o el de otro bot.
bot-desk-group-ask = **Paso 2 de 3: el grupo de su equipo**
    1. Cree un grupo en Telegram, si no tiene uno para esto, y active «Temas» en sus ajustes.
    2. Pulse el botón de abajo, elija el grupo y nombre allí a @{ $bot } administrador, con permiso para gestionar temas y eliminar mensajes.
    3. Haga que { $who } también sea miembro del grupo: así pasan archivos de cualquier tamaño.
    Tiene que nombrarlo usted: un grupo al que otra persona añada el bot no se acepta.
    O deje que la cuenta cree un grupo nuevo, con temas y con el bot dentro: «{ bot-key-make-group }».
bot-title-ask = ¿Cómo se llamará el grupo? Envíeme el nombre o pulse el botón.
bot-founding = ⏳ La cuenta está creando el grupo «{ $title }»…
bot-founding-failed = { $words }
    Lo intentará de nuevo la próxima vez que se conecte.

bot-login-state-in = Cuenta: ✅ con sesión iniciada
bot-login-state-out = Cuenta: 🔑 sesión cerrada por Telegram
bot-login-state-awaited = Cuenta: ⏳ espera el inicio de sesión
bot-account-delete-ask =
    🗑 Va a eliminar la conexión **{ $name }** con todo lo que le pertenece: sus diálogos, parámetros y tokens. La sesión de su cuenta aquí se cierra; la cuenta misma, sus temas y mensajes se quedan. No se puede deshacer.
    Para hacerlo, envíeme el nombre de la conexión: `{ $name }`

bot-key-bot = 💬 Un bot
bot-key-account = 👤 Mi cuenta
bot-key-login-qr = 🔳 Con código QR
bot-key-login-phone = 📱 Con número de teléfono
bot-key-new-code = 🔁 Enviar un código nuevo
bot-key-new-qr = 🔁 Mostrar un código QR nuevo
bot-key-other-way = ↩️ Iniciar de otra manera
bot-key-log-in-anew = 🔑 Iniciar la sesión otra vez
bot-key-log-in-again = 🔑 Volver a iniciar la sesión
bot-key-with-desk = 🤖 Un bot junto a la cuenta
bot-key-alone = 👤 Solo la cuenta
bot-key-make-group = 👥 Crear el grupo por mí
bot-key-title = «{ $title }»
