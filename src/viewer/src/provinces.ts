/** The provinces of China as tiles of one size, about where they lie to each other: no border is drawn. Codes are the first two digits of GB/T 2260. */

import type { Context } from "./context";
import type { NodeRow } from "./payload";

export interface Province {
  readonly code: string;
  readonly hans: string;
  readonly hant: string;
  readonly en: string;
  readonly column: number;
  readonly row: number;
}

/** code, simplified, traditional, English, column, row; both from 1 */
const ROWS = `
11 北京 北京 Beijing 6 3
12 天津 天津 Tianjin 7 3
13 河北 河北 Hebei 6 4
14 山西 山西 Shanxi 5 3
15 内蒙古 內蒙古 Inner_Mongolia 6 2
21 辽宁 遼寧 Liaoning 7 2
22 吉林 吉林 Jilin 8 2
23 黑龙江 黑龍江 Heilongjiang 8 1
31 上海 上海 Shanghai 8 5
32 江苏 江蘇 Jiangsu 7 5
33 浙江 浙江 Zhejiang 7 6
34 安徽 安徽 Anhui 6 5
35 福建 福建 Fujian 6 7
36 江西 江西 Jiangxi 6 6
37 山东 山東 Shandong 7 4
41 河南 河南 Henan 5 4
42 湖北 湖北 Hubei 5 5
43 湖南 湖南 Hunan 5 6
44 广东 廣東 Guangdong 5 7
45 广西 廣西 Guangxi 4 7
46 海南 海南 Hainan 4 8
50 重庆 重慶 Chongqing 4 5
51 四川 四川 Sichuan 3 5
52 贵州 貴州 Guizhou 4 6
53 云南 雲南 Yunnan 3 6
54 西藏 西藏 Tibet 1 5
61 陕西 陝西 Shaanxi 4 4
62 甘肃 甘肅 Gansu 3 4
63 青海 青海 Qinghai 2 4
64 宁夏 寧夏 Ningxia 4 3
65 新疆 新疆 Xinjiang 1 3
71 台湾 臺灣 Taiwan 7 7
81 香港 香港 Hong_Kong 6 8
82 澳门 澳門 Macao 5 8`;

export const PROVINCES: readonly Province[] = ROWS.trim()
  .split("\n")
  .map((line) => {
    const [code, hans, hant, en, column, row] = line.split(" ") as [string, string, string, string, string, string];
    return { code, hans, hant, en: en.replace("_", " "), column: Number(column), row: Number(row) };
  });

const BY_CODE: ReadonlyMap<string, Province> = new Map(PROVINCES.map((each) => [each.code, each]));

/** The province that a thing's code tells, or that it lies in; none where neither is known. */
export function provinceOf({ c, w }: Pick<NodeRow, "c" | "w">): Province | undefined {
  return BY_CODE.get((c && /^\d{6}/.test(c) ? c.slice(0, 2) : w) ?? "");
}

export function province(code: string): Province | undefined {
  return BY_CODE.get(code);
}

/** Its name in the language and script of the page. */
export function provinceName({ state }: Context, { hans, hant, en }: Province): string {
  return state.language === "en" ? en : state.script === "zh-Hant" ? hant : hans;
}
