### Lo que solo puede una cuenta: escribir primero, crear grupos, invitar, unirse.

command-usage = Se usa así: { $usage }
names-nobody = «{ $word }» no nombra a nadie. A las personas se las nombra por su @nombre, por su número de teléfono con el signo más (+49301234567) o por su id de Telegram.
outreach-needs-account = /{ $name } es para conexiones en las que los clientes escriben a una cuenta personal. A un bot Telegram no le deja escribir primero ni unirse por sí mismo a grupos. Dé al cliente un enlace al bot.
outreach-switched-off = /{ $name } no es posible aquí: el parámetro { $parameter } no deja que un chat así sea un diálogo. Un administrador puede cambiarlo.
outreach-used-up = 🚫 Ahora no. Telegram cierra las cuentas que se dirigen a muchos desconocidos; por eso esta lo hace como mucho { $hourly } veces por hora y { $daily } al día. Vuelve a ser posible a partir de { $until }. Las respuestas a quienes le han escrito siguen como siempre.
outreach-too-many = 🚫 Son demasiados a la vez: en una hora caben como mucho { $most } pasos; cada persona cuenta como uno y el grupo como otro.
outreach-resting = 🚫 Ahora no: Telegram pide a esta cuenta que espere con estas órdenes hasta { $until }. Repita entonces la orden.
outreach-stopped = 🛑 Telegram ya no deja que esta cuenta escriba a desconocidos (PEER_FLOOD). Por eso, antes de { $until } nadie recibe nada por iniciativa de aquí: ni /new, /newchat, /invite, /join, ni mensajes a quienes aún no han contestado. La primera de estas órdenes después lo reanuda. Las respuestas a los demás continúan. Lo que Telegram tiene contra la cuenta lo dice su bot @SpamBot.
outreach-is-stopped = 🚫 No enviado: por ahora Telegram no permite a esta cuenta escribir a desconocidos. Lo reanuda la primera orden /new, /newchat, /invite o /join después de { $until }.
outreach-refused = ❌ { $what }: { $refusal }
dialog-begun = ✅ El diálogo está aquí: { $link }
dialog-there = Ese diálogo ya existe: { $link }
person-is-chat = { $who } es un grupo o un canal. Para unirse está /join.
person-is-bot = { $who } es un bot. Los diálogos son con personas.
person-is-self = { $who } es esta misma cuenta.
reached-ignored = Se encontró { $who }, pero no se abre un diálogo: el chat está en IGNORE_CHATS, o no lo admite su tipo o WHITE_LIST.
person-invited = ✅ { $who } ya está en el grupo.
person-inside = { $who } ya estaba en el grupo.
person-needs-link = 🔒 Los ajustes de { $who } no permiten que esta cuenta le añada. Envíele este enlace y podrá entrar por su cuenta: { $link }
invite-in-group = /invite es para diálogos con un grupo: trae personas al grupo de los clientes.
group-in-doubt = ❓ No se sabe si el grupo «{ $title }» se creó: la línea se cortó antes de que Telegram respondiera. Mire en los chats de la cuenta. Si está, será un diálogo en cuanto alguien escriba en él; si no, repita la orden.
join-waits = ⏳ { $who }: un administrador tiene que dejar entrar a esta cuenta. Después, el chat será un diálogo en cuanto alguien escriba allí.
join-unwanted = La cuenta no se unió a { $who }: el enlace lleva a un tipo de chat que { $parameter } desactiva.
