// The browser's way back and forward. Panel writes the address and never hears that a
// person left it; and it would write over what lies ahead an address that is already there.
export function render({ model }) {
  const placeOf = (address) => {
    const asked = new URL(address, window.location.href).searchParams
    return [asked.get("page") || model.home, asked.get("id") || ""]
  }
  const push = window.history.pushState.bind(window.history)
  window.history.pushState = (state, title, address) => {
    const here = placeOf(window.location.href).join("/")
    const again = placeOf(address).join("/") === here
    if (again) window.history.replaceState(state, title, address)
    else push(state, title, address)
  }
  window.addEventListener("popstate", () => {
    model.place = placeOf(window.location.href)
  })
}
