### Configurar una conexión, dicho a su administrador o en el grupo.

claim-done = ✅ Ahora usted es el administrador. A continuación, añádame a su grupo con temas como administrador que puede gestionar temas y eliminar mensajes: { $link }
claim-expired = Este enlace ya no es válido. Inicie Backline de nuevo para obtener otro.
claim-used = Este enlace ya se ha usado. Si no fue usted, inicie Backline de nuevo y use el nuevo enlace antes que nadie.
group-not-a-forum = ❌ «{ $title }» no tiene temas. Active «Temas» en los ajustes del grupo, quíteme después como administrador y vuelva a nombrarme.
group-not-admin = ❌ No soy administrador de «{ $title }». Nómbreme con este permiso: { $right }.
group-missing-right = ❌ En «{ $title }» me falta un permiso: { $right }. Démelo en la lista de administradores del grupo.
group-wants-right = ⚠️ En «{ $title }» me falta un permiso: { $right }. Funciona sin él, solo que con menos orden.
group-no-receipts = ⚠️ «{ $title }» no permite la reacción 👌, así que no hay confirmaciones. Permítala en los ajustes del grupo, en «Reacciones», o ponga el parámetro `SHOW_RECEIPTS` en FALSE.
foreign-group-left = ⚠️ Otra persona me añadió a «{ $title }» (`{ $id }`). He salido del grupo.
foreign-group-goodbye = Trabajo para otro equipo y salgo de este grupo. Solo mi administrador puede añadirme a un grupo.
wrong-administrator = ❌ «{ $title }» no se toma como grupo del equipo, porque usted no es su propietario ni lo administra.
setup-done = ✅ «{ $title }» es ahora el grupo del equipo. Para probarlo, escríbame desde otra cuenta: el mensaje aparece en el grupo, en un tema propio.
setup-done-in-group = ✅ Este grupo está conectado. Cada chat con un cliente se convierte aquí en un tema, y lo que escriban en un tema llega al cliente. Un mensaje que empieza con una barra y un espacio queda entre ustedes. /help muestra los comandos.
group-in-order = ✅ Con «{ $title }» todo está en orden.
has-its-group = Esta conexión ya tiene su grupo: «{ $other }». «{ $title }» no se toma.
group-lost = ⚠️ Ya no estoy en «{ $title }». Lo que escriban los clientes espera hasta que vuelva a ser administrador allí.
setup-test = 📨 Este es un mensaje de prueba. Si lo lee, su administrador puede confirmarlo en el bot de configuración; los clientes no lo ven.
