// SPDX-License-Identifier: Apache-2.0
//
// Makes corpus/ooxml/sheetjs.xlsb and sheetjs-inline.xlsb again with SheetJS (0.18.5, npm's `xlsx`), a writer of binary
// workbooks that is none of ours: `npm install xlsx && node corpus/generate_sheetjs.js`. Nothing else runs this.
const XLSX = require('xlsx');
const path = require('path');

const sheet = XLSX.utils.aoa_to_sheet([
  ['序号', '姓名', '身份证号', '联系电话', '日期', '金额'],
  [1, '张三丰', '522301199003070029', '13812345678', 45000, 12345.678],
  [2, '欧阳静', '110101198512120036', '010-88886666', 45292.5, 1e20],
  [3, '机密★10年', true, -0.5, 0.1, 123456789012345678],
]);
sheet.E2.z = 'yyyy"年"m"月"d"日"';
sheet.E3.z = 'yyyy-mm-dd hh:mm';
sheet.E4.z = ';;;';
sheet.B2.c = [{ a: '审核人', t: '此人已核实' }];
sheet.D2.l = { Target: 'http://www.example.gov.cn/内部', Tooltip: '点击查看' };
sheet['!cols'] = [{}, {}, { hidden: true }];
sheet['!rows'] = [{}, {}, { hidden: true }];

const book = XLSX.utils.book_new();
XLSX.utils.book_append_sheet(book, sheet, '名单');
XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet([['藏着的内容']]), '隐藏表');
XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet([['藏得更深']]), '深隐表');
book.Workbook = { Sheets: [{ Hidden: 0 }, { Hidden: 1 }, { Hidden: 2 }] };
book.Props = { Title: '文档标题', Author: '李四' };
for (const [name, shared] of [['sheetjs.xlsb', true], ['sheetjs-inline.xlsb', false]])
  XLSX.writeFile(book, path.join(__dirname, 'ooxml', name), { bookType: 'xlsb', bookSST: shared, compression: true });
