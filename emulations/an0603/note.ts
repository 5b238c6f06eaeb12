/** What ransom notes say, in the words that they share and none of their names. */
import type { Ground } from '../ground.ts';

const TEXTS = {
  english:
    'YOUR FILES ARE ENCRYPTED!\n\nAll documents, photos, databases and backups on this machine have been encrypted. ' +
    'The only way to get them back is to buy our decryption key. Write to restore@example.org within 72 hours and ' +
    'send your personal ID. Payment is made in bitcoin. Do not rename the files and do not call the police, or your ' +
    'data will be published.\n\nPersonal ID: 7F3A-91C0-55DE\n',
  german:
    'IHRE DATEIEN WURDEN VERSCHLÜSSELT!\n\nAlle Dokumente, Fotos und Datenbanken auf diesem Rechner sind ' +
    'verschlüsselt. Nur mit unserem Schlüssel können Sie Ihre Dateien wiederherstellen. Zahlen Sie 0,5 Bitcoin und ' +
    'schreiben Sie an hilfe@example.org. Nach 72 Stunden wird der Schlüssel gelöscht.\n',
  russian:
    'ВАШИ ФАЙЛЫ ЗАШИФРОВАНЫ!\n\nВсе документы, фотографии и базы данных зашифрованы. Чтобы восстановить файлы, ' +
    'нужен наш ключ. Напишите на почту help@example.org и оплатите биткоинами. Через 72 часа ключ будет удалён.\n',
  spanish:
    '¡SUS ARCHIVOS HAN SIDO CIFRADOS!\n\nTodos los documentos, fotos y bases de datos están cifrados. Para ' +
    'recuperarlos debe pagar en bitcoin y escribir a ayuda@example.org. Después de 72 horas la clave será eliminada.\n',
  chinese:
    '您的文件已被加密！\n\n所有文档、照片和数据库都已被加密。如果想恢复文件，请支付比特币，并发送邮件至 help@example.org。72 小时后密钥将被删除。\n',
} as const;

/** A note, or the same number of random words when names are ablated: a verdict must do without it. */
export function noteText(ground: Ground, language: keyof typeof TEXTS): string {
  const text = TEXTS[language];
  if (!ground.ablated) return text;
  return text.replace(/\p{L}+/gu, (word) => ground.letters(word.length));
}
