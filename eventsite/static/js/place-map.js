/** The map of the places (地理院タイル). Loaded, like its style and its pictures, only when the reader asks for it. */
import { control, divIcon, layerGroup, map as newMap, marker, tileLayer } from "leaflet/dist/leaflet-src.esm.js";

// Below zoom 9 the tiles hold data of others, who would have to be named too; 18 is the nearest that exists.
const [FARTHEST, NEAREST, NEAR_ENOUGH] = [9, 18, 15];
const [WIDE, HIGH] = [44, 52]; // of a pin

const element = (tag, facts) => Object.assign(document.createElement(tag), facts);

function loaded(style) {
  return new Promise((resolve, reject) => {
    const link = element("link", { rel: "stylesheet", href: style });
    link.addEventListener("load", resolve);
    link.addEventListener("error", reject);
    document.head.append(link);
  });
}

function placeOf(item) {
  const { latitude, longitude, dates } = item.dataset;
  const heading = item.querySelector(".spot__name");
  return { at: [Number(latitude), Number(longitude)], dates: Number(dates), name: heading.dataset.name, id: heading.id };
}

/** Put places together whose pins would cover each other: each group stands where its first place is. */
function grouped(places, map) {
  const groups = [];
  for (const place of places) {
    const point = map.latLngToLayerPoint(place.at);
    const near = (one) => Math.abs(one.point.x - point.x) < WIDE + 4 && Math.abs(one.point.y - point.y) < HIGH + 4;
    const group = groups.find(near);
    if (group) group.places.push(place);
    else groups.push({ point, places: [place] });
  }
  return groups.map(({ places: together }) => together);
}

function pin(places, toList) {
  const dates = places.reduce((sum, place) => sum + place.dates, 0);
  const icon = divIcon({ className: "map-pin", html: String(dates), iconSize: [WIDE, HIGH], iconAnchor: [WIDE / 2, HIGH] });
  const title = `${places.map((place) => place.name).join(", ")} (${dates})`;
  const shown = marker(places[0].at, { icon, title });
  const box = document.createElement("div");
  const line = ({ id, name }) => element("a", { className: "map-link", href: `#${id}`, textContent: name });
  box.append(element("p", { className: "map-links", textContent: toList }), ...places.map(line));
  // The map's own button for closing has an English name; Escape and a press on the map close too.
  shown.bindPopup(box, { closeButton: false, autoPanPadding: [24, 24], maxHeight: 200, offset: [0, 8 - HIGH] });
  shown.on("popupopen", () => box.querySelector("a").focus({ preventScroll: true }));
  box.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape") return;
    shown.closePopup();
    shown.getElement().focus({ preventScroll: true });
  });
  return shown;
}

export async function showMap(box, failed) {
  const { style, tiles, name, in: zoomInTitle, out: zoomOutTitle, toList } = box.dataset;
  await loaded(style);
  const ground = element("div", { className: "place-map__ground", tabIndex: 0 });
  ground.setAttribute("role", "region");
  ground.setAttribute("aria-label", name);
  box.append(ground);
  const still = { fadeAnimation: false, zoomAnimation: false, markerZoomAnimation: false, inertia: false };
  const map = newMap(ground, { zoomControl: false, scrollWheelZoom: false, ...still });
  map.attributionControl.setPrefix(false);
  const attribution = box.querySelector("[data-map-credit]").innerHTML;
  const layer = tileLayer(`${tiles}/xyz/std/{z}/{x}/{y}.png`, { minZoom: FARTHEST, maxZoom: NEAREST, attribution });
  layer.on("tileerror", () => (failed.textContent = failed.dataset.words));
  layer.on("tileload", () => (failed.textContent = ""));
  const places = [...document.querySelectorAll("[data-latitude]")].map(placeOf);
  map.fitBounds(places.map((place) => place.at), { padding: [40, 56], maxZoom: NEAR_ENOUGH });
  const pins = layerGroup().addTo(map);
  const draw = () => {
    pins.clearLayers();
    for (const together of grouped(places, map)) pins.addLayer(pin(together, toList));
  };
  map.on("zoomend", draw);
  draw();
  layer.addTo(map);
  control.zoom({ zoomInTitle, zoomOutTitle }).addTo(map);
  ground.focus();
}
