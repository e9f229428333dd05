import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Browser, chromium, type Locator, test } from '@playwright/test';

const [WIDTH, HEIGHT, SIDE] = [640, 480, 360];

/** What is drawn on a page, as the camera of somebody who holds a phone in front of it would see it. */
async function seen(picture: Locator): Promise<Buffer> {
  const luma = await picture.evaluate(
    (image, { width, height, side }) => {
      const canvas = Object.assign(document.createElement('canvas'), { width, height });
      const context = canvas.getContext('2d');
      if (context === null || !(image instanceof HTMLImageElement)) throw new Error('no picture');
      context.fillStyle = '#8090a0';
      context.fillRect(0, 0, width, height);
      context.translate(width / 2, height / 2);
      context.rotate(0.12);
      context.drawImage(image, -side / 2, -side / 2, side, side);
      const { data } = context.getImageData(0, 0, width, height);
      return Array.from({ length: width * height }, (_, pixel) => data[pixel * 4] ?? 0);
    },
    { width: WIDTH, height: HEIGHT, side: SIDE },
  );
  return Buffer.from(luma);
}

/** One frame, which Chromium shows again and again (https://wiki.multimedia.cx/index.php/YUV4MPEG2). */
function asVideo(luma: Buffer): Buffer {
  const head = `YUV4MPEG2 W${WIDTH} H${HEIGHT} F10:1 Ip A1:1 C420jpeg\nFRAME\n`;
  return Buffer.concat([Buffer.from(head), luma, Buffer.alloc((WIDTH * HEIGHT) / 2, 128)]);
}

/** A browser whose camera looks at this picture. */
export async function browserThatSees(picture: Locator): Promise<Browser> {
  const file = path.join(test.info().outputPath(), 'camera.y4m');
  writeFileSync(file, asVideo(await seen(picture)));
  const { launchOptions = {} } = test.info().project.use;
  return chromium.launch({
    ...launchOptions,
    args: [
      ...(launchOptions.args ?? []),
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      `--use-file-for-fake-video-capture=${file}`,
    ],
  });
}
