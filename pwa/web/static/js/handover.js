/**
 * Give the reader a file. A download, except in an app on an iPhone's home screen: there a download
 * opens a page without a way back, and the share sheet is the way out.
 */

/** @param {File} file @returns {Promise<void>} */
export async function handOver(file) {
  if (navigator.standalone === true && navigator.canShare?.({ files: [file] })) {
    try {
      await navigator.share({ files: [file] });
      return;
    } catch (error) {
      if (error.name === "AbortError") return; // the reader closed the sheet
    }
  }
  download(file);
}

/**
 * Pass words on: by the system's own sheet, or else copied, or else as a file.
 * @param {string} title @param {string} text @param {string} name of the file
 * @returns {Promise<"shared"|"copied"|"filed">}
 */
export async function passOn(title, text, name) {
  try {
    if (navigator.share) {
      await navigator.share({ title, text });
      return "shared";
    }
  } catch (error) {
    if (error.name === "AbortError") return "shared"; // the reader closed the sheet
  }
  try {
    await navigator.clipboard.writeText(text);
    return "copied";
  } catch {
    download(new File([text], name, { type: "text/plain" }));
    return "filed";
  }
}

/** @param {File} file */
function download(file) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = file.name;
  document.body.append(link);
  link.click();
  link.remove();
  // Some browsers read the file only after the click has been handled.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
