// Photos straight from a camera are larger than a reviewer needs; they are made smaller before they are sent.

const LARGE = 4 * 1024 * 1024; // bytes; what is smaller is left as it is
const LONGEST_SIDE = 2600; // pixels: a certificate of A4 stays readable at 220 dots per inch
const QUALITY = 0.85;
const PHOTOS = ["image/jpeg", "image/png", "image/webp"];

// The photo upright and with its longer side at most so long; the file itself where that cannot be done or saves nothing.
export async function shrunk(file) {
  if (file.size <= LARGE || !PHOTOS.includes(file.type)) return file;
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const share = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * share);
    canvas.height = Math.round(picture.height * share);
    const pen = canvas.getContext("2d");
    pen.fillStyle = "white"; // a JPEG has no holes
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const smaller = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
    if (!smaller || smaller.size >= file.size) return file;
    const name = `${file.name.replace(/\.[^.]*$/, "")}.jpg`;
    return new File([smaller], name, { type: "image/jpeg", lastModified: file.lastModified });
  } catch {
    return file; // the server says what is wrong with it
  }
}
