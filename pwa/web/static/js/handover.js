/**
 * Give the reader a file. A download, except in an app on an iPhone's home screen: there a download
 * opens a page without a way back, and the share sheet is the way out.
 */

/** @param {File} file */
export async function handOver(file) {
  const data = { files: [file] };
  if (!navigator.standalone || !navigator.canShare?.(data) || !(await shared(data))) download(file);
}

/**
 * Pass words on: by the system's own sheet, or else copied, or else as a file.
 * @param {string} title @param {string} text @param {string} name of the file
 * @returns {Promise<"shared"|"copied"|"filed">}
 */
export async function passOn(title, text, name) {
  if (await shared({ title, text })) return "shared";
  try {
    await navigator.clipboard.writeText(text);
    return "copied";
  } catch {
    download(new File([text], name, { type: "text/plain" }));
    return "filed";
  }
}

/** Open the system's own sheet. Whether that could be done; the reader may close it. @param {ShareData} data */
export async function shared(data) {
  try {
    await navigator.share(data);
    return true;
  } catch (error) {
    return error.name === "AbortError";
  }
}

/** @param {File} file */
function download(file) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = file.name;
  link.click();
  // Some browsers read the file only after the click has been handled.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
