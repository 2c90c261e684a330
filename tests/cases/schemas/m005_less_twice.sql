PRAGMA application_id = 1684499298;
PRAGMA user_version = 0;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO _sqlite_migrations (id, migration_set, name, applied_at) VALUES (1, 'digestkb', 'm001_initial', '2026-11-28 19:19:12.978664+00:00');
INSERT INTO _sqlite_migrations (id, migration_set, name, applied_at) VALUES (2, 'digestkb', 'm002_notes_apart', '2026-11-28 19:19:12.979581+00:00');
INSERT INTO _sqlite_migrations (id, migration_set, name, applied_at) VALUES (3, 'digestkb', 'm003_index_without_texts', '2026-11-28 19:19:12.991205+00:00');
INSERT INTO _sqlite_migrations (id, migration_set, name, applied_at) VALUES (4, 'digestkb', 'm004_counts', '2026-11-28 19:19:12.992050+00:00');
INSERT INTO _sqlite_migrations (id, migration_set, name, applied_at) VALUES (5, 'digestkb', 'm005_less_twice', '2026-11-29 14:37:16.495233+00:00');
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE TABLE notes (
  id INTEGER PRIMARY KEY,
  folder TEXT NOT NULL,         -- the ingested folder, absolute; empty for standard input
  source TEXT NOT NULL,         -- the path below it, with forward slashes
  sha256 TEXT NOT NULL,
  size INTEGER NOT NULL,        -- bytes
  reading INTEGER NOT NULL,     -- the number of the readers that read it
  format TEXT NOT NULL,         -- the reader: digest, synthesis, log, generic …
  title TEXT,
  date TEXT,                    -- of the document itself
  date_evidence TEXT,
  languages TEXT NOT NULL,      -- JSON array, the most frequent first
  encoding TEXT NOT NULL,
  lines INTEGER NOT NULL,
  repaired_lines INTEGER NOT NULL, modified INTEGER, changed INTEGER,
  UNIQUE (folder, source)
);
INSERT INTO notes (id, folder, source, sha256, size, reading, format, title, date, date_evidence, languages, encoding, lines, repaired_lines, modified, changed) VALUES (1, '/notes', '2026.1.md', '0460cdf024b18b20d04919d12efdaa26c423edce0241b296d0370159db68ead1', 726, 6, 'log', NULL, '2026-01', 'name of the file: 2026.1.md', '["zh"]', 'utf-8', 21, 0, NULL, NULL);
INSERT INTO notes (id, folder, source, sha256, size, reading, format, title, date, date_evidence, languages, encoding, lines, repaired_lines, modified, changed) VALUES (2, '/notes', 'diary.md', 'da3f43802aac57e7ddc6732d8d3857d0423dcb6bf8b058adf2956dfb6a5ca818', 627, 6, 'generic', 'Monday', NULL, NULL, '["en", "vi"]', 'utf-8', 13, 0, NULL, NULL);
INSERT INTO notes (id, folder, source, sha256, size, reading, format, title, date, date_evidence, languages, encoding, lines, repaired_lines, modified, changed) VALUES (3, '/notes', 'digest.md', '430eb9fadd48dc324d1a2ead94e7472044da5660116239c5c7ab7b7a3b00bf92', 3524, 6, 'digest', 'Daily Hugging Face Paper Digest - 2025-01-22', '2025-01-22', 'stated in the note', '["vi"]', 'utf-8', 49, 16, NULL, NULL);
INSERT INTO notes (id, folder, source, sha256, size, reading, format, title, date, date_evidence, languages, encoding, lines, repaired_lines, modified, changed) VALUES (4, '/notes', 'synthesis.md', '8bd9420de893d17d2175d7d84d8e5e185b524e1b7e1124985a1d28613d044828', 3302, 6, 'synthesis', NULL, '2024-12', '8 of its 8 arXiv numbers are of 2024-12', '["vi", "en"]', 'utf-8', 42, 0, NULL, NULL);
CREATE TABLE repairs (
  id INTEGER PRIMARY KEY,
  note_id INTEGER NOT NULL REFERENCES notes(id) ON DELETE CASCADE,
  line INTEGER NOT NULL,
  first_column INTEGER NOT NULL, -- characters, from 0, in the line before
  last_column INTEGER NOT NULL,  -- exclusive
  before TEXT NOT NULL,
  after TEXT NOT NULL,
  channel TEXT NOT NULL,
  confidence REAL NOT NULL,
  uncertain INTEGER NOT NULL
);
INSERT INTO repairs (id, note_id, line, first_column, last_column, before, after, channel, confidence, uncertain) VALUES (1, 3, 1, 2, 6, 'ğŸ¤—', '🤗', 'utf-8 as cp1254', 1.0, 0);
INSERT INTO repairs (id, note_id, line, first_column, last_column, before, after, channel, confidence, uncertain) VALUES (2, 3, 3, 0, 82, 'Báº£n tin do mÃ¡y tá»•ng há»£p lÃºc 2025-01-23 07:10:42, gá»i qua thÆ° Ä‘iá»‡n tá»', 'Bản tin do máy tổng hợp lúc 2025-01-23 07:10:42, gửi qua thư điện tử', 'utf-8 as cp1252, bytes lost', 0.991, 0);
INSERT INTO repairs (id, note_id, line, first_column, last_column, before, after, channel, confidence, uncertain) VALUES (3, 3, 5, 3, 7, 'ğŸ“°', '📰', 'utf-8 as cp1254', 1.0, 0);
INSERT INTO repairs (id, note_id, line, first_column, last_column, before, after, channel, confidence, uncertain) VALUES (4, 3, 11, 3, 12, 'Ã¡c giáº£', 'ác giả', 'utf-8 as cp1252', 1.0, 0);
INSERT INTO repairs (id, note_id, line, first_column, last_column, before, after, channel, confidence, uncertain) VALUES (5, 3, 13, 4, 18, 'áº¥t báº£n lÃº', 'ất bản lú', 'utf-8 as cp1252', 0.999, 0);
INSERT INTO repairs (id, note_id, line, first_column, last_column, before, after, channel, confidence, uncertain) VALUES (6, 3, 17, 0, 297, 'Kháº£ nÄƒng suy luáºn nhiá»u bÆ°á»›c cá»§a mÃ´ hÃ¬nh ngÃ´n ngá»¯ lá»›n váº«n dá»±a chá»§ yáº¿u vÃ o dá»¯ liá»‡u cÃ³ lá»i giáº£i do ngÆ°á»i viáº¿t, vá»«a Ä‘áº¯t vá»«a cháºm. CÃ¢u há»i Ä‘áº·t ra lÃ  liá»‡u chá»‰ riÃªng há»c tÄƒng cÆ°á»ng cÃ³ Ä‘á»§ Ä‘á»ƒ hÃ nh vi suy luáºn tá»± náº£y sinh hay khÃ´ng', 'Khả năng suy luận nhiều bước của mô hình ngôn ngữ lớn vẫn dựa chủ yếu vào dữ liệu có lời giải do người viết, vừa đắt vừa chậm. Câu hỏi đặt ra là liệu chỉ riêng học tăng cường có đủ để hành vi suy luận tự nảy sinh hay không', 'utf-8 as cp1252, bytes lost', 0.991, 0);
INSERT INTO repairs (id, note_id, line, first_column, last_column, before, after, channel, confidence, uncertain) VALUES (7, 3, 20, 17, 491, 'Ä‘Æ°á»£c huáº¥n luyá»‡n tháº³ng tá»« mÃ´ hÃ¬nh ná»n báº±ng GRPO, pháº§n thÆ°á»Ÿng chá»‰ gá»“m Ä‘Ãºng sai vÃ  Ä‘Ãºng Ä‘á»‹nh dáº¡ng, khÃ´ng cÃ³ bÆ°á»›c tinh chá»‰nh giÃ¡m sÃ¡t. Báº£n R1 Ä‘áº§y Ä‘á»§ thÃªm má»™t Ãt dá»¯ liá»‡u khá»Ÿi Ä‘á»™ng nguá»™i, hai vÃ²ng há»c tÄƒng cÆ°á»ng xen káº½ hai vÃ²ng tinh chá»‰nh, nhá» váºy vÄƒn phong dá»… Ä‘á»c hÆ¡n vÃ  khÃ´ng cÃ²n trá»™n ngÃ´n ngá»¯. Sau cÃ¹ng, lá»i giáº£i cá»§a R1 Ä‘Æ°á»£c dÃ¹ng Ä‘á»ƒ chÆ°ng cáº¥t sang sÃ¡u mÃ´ hÃ¬nh nhá»', 'được huấn luyện thẳng từ mô hình nền bằng GRPO, phần thưởng chỉ gồm đúng sai và đúng định dạng, không có bước tinh chỉnh giám sát. Bản R1 đầy đủ thêm một ít dữ liệu khởi động nguội, hai vòng học tăng cường xen kẽ hai vòng tinh chỉnh, nhờ vậy văn phong dễ đọc hơn và không còn trộn ngôn ngữ. Sau cùng, lời giải của R1 được dùng để chưng cất sang sáu mô hình nhỏ', 'utf-8 as cp1252, bytes lost', 0.936, 0);
INSERT INTO repairs (id, note_id, line, first_column, last_column, before, after, channel, confidence, uncertain) VALUES (8, 3, 20, 492, 504, 'há» Qwen vÃ ', 'họ Qwen và', 'utf-8 as cp1252, bytes lost', 0.976, 0);
INSERT INTO repairs (id, note_id, line, first_column, last_column, before, after, channel, confidence, uncertain) VALUES (9, 3, 23, 11, 77, 'Äƒng tá»« 15.6% lÃªn 71.0% trÃªn AIME 2024 (pass@1), cÃ²n R1 Ä‘áº¡', 'ăng từ 15.6% lên 71.0% trên AIME 2024 (pass@1), còn R1 đạ', 'utf-8 as cp1252', 0.999, 0);
INSERT INTO repairs (id, note_id, line, first_column, last_column, before, after, channel, confidence, uncertain) VALUES (10, 3, 24, 5, 44, 'Ä‘áº¡t 97.3% trÃªn MATH-500, ngang vá»›', 'đạt 97.3% trên MATH-500, ngang vớ', 'utf-8 as cp1252', 0.999, 0);
INSERT INTO repairs (id, note_id, line, first_column, last_column, before, after, channel, confidence, uncertain) VALUES (11, 3, 25, 2, 127, 'Báº£n chÆ°ng cáº¥t Qwen-32B tá»‘t hÆ¡n háº³n so vá»›i cháº¡y há»c tÄƒng cÆ°á»ng trá»±c tiáº¿p trÃªn cÃ¹ng mÃ´ hÃ¬nh nhá» áº¥y', 'Bản chưng cất Qwen-32B tốt hơn hẳn so với chạy học tăng cường trực tiếp trên cùng mô hình nhỏ ấy', 'utf-8 as cp1252, bytes lost', 0.996, 0);
INSERT INTO repairs (id, note_id, line, first_column, last_column, before, after, channel, confidence, uncertain) VALUES (12, 3, 28, 0, 241, 'Nhá»¯ng láº§n thá» vá»›i mÃ´ hÃ¬nh thÆ°á»Ÿng theo bÆ°á»›c vÃ  tÃ¬m kiáº¿m cÃ¢y Monte Carlo Ä‘á»u khÃ´ng thÃ nh cÃ´ng, vÃ  nhÃ³m nÃ³i tháº³ng Ä‘iá»u Ä‘Ã³. Viá»‡c tiáº¿p theo: gá»i hÃ m, há»™i thoáº¡i nhiá»u lÆ°á»£t vÃ  ká»¹ nghá»‡ pháº§n má»m', 'Những lần thử với mô hình thưởng theo bước và tìm kiếm cây Monte Carlo đều không thành công, và nhóm nói thẳng điều đó. Việc tiếp theo: gọi hàm, hội thoại nhiều lượt và kỹ nghệ phần mềm', 'utf-8 as cp1252, bytes lost', 0.989, 0);
INSERT INTO repairs (id, note_id, line, first_column, last_column, before, after, channel, confidence, uncertain) VALUES (13, 3, 32, 5, 101, 'sÃ¡nh chÆ°ng cáº¥t rá»“i má»›i há»c tÄƒng cÆ°á»ng vá»›i há»c tÄƒng cÆ°á»ng thuáº§n tÃºy á»Ÿ cá»¡', 'sánh chưng cất rồi mới học tăng cường với học tăng cường thuần túy ở cỡ', 'utf-8 as cp1252, bytes lost', 0.997, 0);
INSERT INTO repairs (id, note_id, line, first_column, last_column, before, after, channel, confidence, uncertain) VALUES (14, 3, 33, 2, 106, 'Äo xem khoáº£nh kháº¯c "Ã  ra tháº¿" xuáº¥t hiá»‡n á»Ÿ bÆ°á»›c nÃ o khi dá»¯ liá»‡u toÃ n tiáº¿ng Viá»‡t', 'Đo xem khoảnh khắc "à ra thế" xuất hiện ở bước nào khi dữ liệu toàn tiếng Việt', 'utf-8 as cp1252, bytes lost', 0.997, 0);
INSERT INTO repairs (id, note_id, line, first_column, last_column, before, after, channel, confidence, uncertain) VALUES (15, 3, 35, 2, 110, 'á»¨ng dá»¥ng gia sÆ° hiá»ƒn thá»‹ chuá»—i suy luáºn tá»«ng bÆ°á»›c vÃ  cho há»c sinh cháº·n láº¡i Ä‘á»ƒ há»i', 'Ứng dụng gia sư hiển thị chuỗi suy luận từng bước và cho học sinh chặn lại để hỏi', 'utf-8 as cp1252, bytes lost', 0.996, 0);
INSERT INTO repairs (id, note_id, line, first_column, last_column, before, after, channel, confidence, uncertain) VALUES (16, 3, 37, 4, 29, 'CÃ¡c Ä‘Æ°á»ng dáº«n liÃªn', 'Các đường dẫn liên', 'utf-8 as cp1252, bytes lost', 0.999, 0);
INSERT INTO repairs (id, note_id, line, first_column, last_column, before, after, channel, confidence, uncertain) VALUES (17, 3, 39, 2, 29, 'Ná»n táº£ng | ÄÆ°á»ng dáº«n', 'Nền tảng | Đường dẫn', 'utf-8 as cp1252, bytes lost', 0.999, 0);
CREATE INDEX repairs_note ON repairs (note_id, line);
CREATE TABLE insights (
  id INTEGER PRIMARY KEY,
  note_id INTEGER NOT NULL REFERENCES notes(id) ON DELETE CASCADE,
  kind TEXT NOT NULL,           -- gap, idea or reflection
  title TEXT NOT NULL,
  line INTEGER NOT NULL,
  last_line INTEGER NOT NULL
);
INSERT INTO insights (id, note_id, kind, title, line, last_line) VALUES (1, 4, 'gap', 'Suy luận dài nhưng phí', 22, 24);
INSERT INTO insights (id, note_id, kind, title, line, last_line) VALUES (2, 4, 'gap', 'Phần thưởng theo bước', 25, 27);
INSERT INTO insights (id, note_id, kind, title, line, last_line) VALUES (3, 4, 'gap', 'Tiếng nói của byte', 28, 30);
INSERT INTO insights (id, note_id, kind, title, line, last_line) VALUES (4, 4, 'idea', 'Bytes that Think – Latent Reasoning over Dynamic Patches', 34, 41);
CREATE INDEX insights_note ON insights (note_id);
CREATE INDEX insights_kind ON insights (kind);
CREATE TABLE papers (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,      -- what `digestkb show` takes
  arxiv_id TEXT,
  url TEXT,
  title TEXT,
  title_source TEXT,
  published TEXT,
  month TEXT,
  date_first TEXT,              -- the first day that `published`, else `month`, can mean
  date_end TEXT,                -- the day after the last one
  noted_first TEXT,
  noted_last TEXT,
  summary TEXT,
  names TEXT NOT NULL,          -- JSON arrays
  authors TEXT NOT NULL,
  tags TEXT NOT NULL,
  topics TEXT NOT NULL,
  languages TEXT NOT NULL,
  links TEXT NOT NULL           -- JSON array of {kind, url}
, is_note INTEGER NOT NULL DEFAULT 0, summary_length INTEGER, summary_of INTEGER);
INSERT INTO papers (number, id, arxiv_id, url, title, title_source, published, month, date_first, date_end, noted_first, noted_last, summary, names, authors, tags, topics, languages, links, is_note, summary_length, summary_of) VALUES (1, '2512.24873', '2512.24873', 'https://arxiv.org/abs/2512.24873', 'Let It Flow', 'lead', NULL, '2025-12', '2025-12-01', '2026-01-01', '2026-01-04', '2026-01-04', 'Let It Flow - 阿里的智能体训练全家桶，训练框架、沙箱、命令行工具一起开源，重点是训练和部署用同一套环境', '[]', '[]', '[]', '[]', '["zh"]', '["pdf:2512.24873"]', 0, NULL, NULL);
INSERT INTO papers (number, id, arxiv_id, url, title, title_source, published, month, date_first, date_end, noted_first, noted_last, summary, names, authors, tags, topics, languages, links, is_note, summary_length, summary_of) VALUES (2, '2601.02780', '2601.02780', 'https://arxiv.org/abs/2601.02780', 'MiMo-V2-Flash', 'link', NULL, '2026-01', '2026-01-01', '2026-02-01', '2026-01-07', '2026-01-07', '- 小米的混合注意力模型，五层滑动窗口配一层全局注意力，窗口只有 128', '[]', '[]', '[]', '[]', '["zh"]', '["pdf:2601.02780"]', 0, NULL, NULL);
INSERT INTO papers (number, id, arxiv_id, url, title, title_source, published, month, date_first, date_end, noted_first, noted_last, summary, names, authors, tags, topics, languages, links, is_note, summary_length, summary_of) VALUES (3, 'note:evaluating-parameter-efficient-methods-for-rlvr', NULL, NULL, 'Evaluating Parameter Efficient Methods for RLVR', 'lead', NULL, NULL, NULL, NULL, '2026-01-04', '2026-01-04', '- 在可验证奖励的强化学习里比较了十几种 LoRA 变体，标准 LoRA 并不是最好的选择', '[]', '[]', '[]', '[]', '["zh"]', '[]', 0, NULL, NULL);
INSERT INTO papers (number, id, arxiv_id, url, title, title_source, published, month, date_first, date_end, noted_first, noted_last, summary, names, authors, tags, topics, languages, links, is_note, summary_length, summary_of) VALUES (4, 'note:monday', NULL, NULL, 'Monday', 'heading', NULL, NULL, NULL, NULL, NULL, NULL, NULL, '[]', '[]', '[]', '[]', '["en","vi"]', '[]', 1, 150, 4);
INSERT INTO papers (number, id, arxiv_id, url, title, title_source, published, month, date_first, date_end, noted_first, noted_last, summary, names, authors, tags, topics, languages, links, is_note, summary_length, summary_of) VALUES (5, '2501.12948', '2501.12948', 'https://arxiv.org/abs/2501.12948', 'DeepSeek-R1: Incentivizing Reasoning Capability in LLMs via Reinforcement Learning', 'heading', '2025-01-22', '2025-01', '2025-01-22', '2025-01-23', '2025-01-22', '2025-01-22', NULL, '["DeepSeek-R1"]', '["DeepSeek-AI"]', '["Reasoning","Reinforcement Learning","GRPO","Distillation","Open Weights"]', '[]', '["vi"]', '["abs:2501.12948","pdf:2501.12948.pdf","huggingface:2501.12948","code:deepseek-ai/DeepSeek-R1"]', 0, 395, 8);
INSERT INTO papers (number, id, arxiv_id, url, title, title_source, published, month, date_first, date_end, noted_first, noted_last, summary, names, authors, tags, topics, languages, links, is_note, summary_length, summary_of) VALUES (6, '2412.01506', '2412.01506', 'https://arxiv.org/abs/2412.01506', NULL, NULL, NULL, '2024-12', '2024-12-01', '2025-01-01', '2024-12', '2024-12', NULL, '[]', '[]', '[]', '[["Multimodal Models","3D Generation"]]', '["vi"]', '[]', 0, 86, 29);
INSERT INTO papers (number, id, arxiv_id, url, title, title_source, published, month, date_first, date_end, noted_first, noted_last, summary, names, authors, tags, topics, languages, links, is_note, summary_length, summary_of) VALUES (7, '2412.05271', '2412.05271', 'https://arxiv.org/abs/2412.05271', NULL, NULL, NULL, '2024-12', '2024-12-01', '2025-01-01', '2024-12', '2024-12', NULL, '[]', '[]', '[]', '[["Multimodal Models","Vision-Language","D.1 Scaling"]]', '["vi"]', '[]', 0, 96, 28);
INSERT INTO papers (number, id, arxiv_id, url, title, title_source, published, month, date_first, date_end, noted_first, noted_last, summary, names, authors, tags, topics, languages, links, is_note, summary_length, summary_of) VALUES (8, '2412.06559', '2412.06559', 'https://arxiv.org/abs/2412.06559', NULL, NULL, NULL, '2024-12', '2024-12-01', '2025-01-01', '2024-12', '2024-12', NULL, '["ProcessBench"]', '[]', '[]', '[]', '["vi"]', '[]', 0, NULL, NULL);
INSERT INTO papers (number, id, arxiv_id, url, title, title_source, published, month, date_first, date_end, noted_first, noted_last, summary, names, authors, tags, topics, languages, links, is_note, summary_length, summary_of) VALUES (9, '2412.06769', '2412.06769', 'https://arxiv.org/abs/2412.06769', NULL, NULL, NULL, '2024-12', '2024-12-01', '2025-01-01', '2024-12', '2024-12', NULL, '["Coconut"]', '[]', '[]', '[]', '["en","vi"]', '[]', 0, NULL, NULL);
INSERT INTO papers (number, id, arxiv_id, url, title, title_source, published, month, date_first, date_end, noted_first, noted_last, summary, names, authors, tags, topics, languages, links, is_note, summary_length, summary_of) VALUES (10, '2412.08905', '2412.08905', 'https://arxiv.org/abs/2412.08905', NULL, NULL, NULL, '2024-12', '2024-12-01', '2025-01-01', '2024-12', '2024-12', NULL, '[]', '[]', '[]', '[["Large Language Models (LLMs)","Pre-training","A.1 Foundation Models"]]', '["vi"]', '[]', 0, 113, 25);
INSERT INTO papers (number, id, arxiv_id, url, title, title_source, published, month, date_first, date_end, noted_first, noted_last, summary, names, authors, tags, topics, languages, links, is_note, summary_length, summary_of) VALUES (11, '2412.09871', '2412.09871', 'https://arxiv.org/abs/2412.09871', NULL, NULL, NULL, '2024-12', '2024-12-01', '2025-01-01', '2024-12', '2024-12', NULL, '["BLT"]', '[]', '[]', '[]', '["en","vi"]', '[]', 0, NULL, NULL);
INSERT INTO papers (number, id, arxiv_id, url, title, title_source, published, month, date_first, date_end, noted_first, noted_last, summary, names, authors, tags, topics, languages, links, is_note, summary_length, summary_of) VALUES (12, '2412.14161', '2412.14161', 'https://arxiv.org/abs/2412.14161', NULL, NULL, NULL, '2024-12', '2024-12-01', '2025-01-01', '2024-12', '2024-12', NULL, '[]', '[]', '[]', '[["Agents"]]', '["vi"]', '[]', 0, 106, 30);
INSERT INTO papers (number, id, arxiv_id, url, title, title_source, published, month, date_first, date_end, noted_first, noted_last, summary, names, authors, tags, topics, languages, links, is_note, summary_length, summary_of) VALUES (13, '2412.15115', '2412.15115', 'https://arxiv.org/abs/2412.15115', NULL, NULL, NULL, '2024-12', '2024-12-01', '2025-01-01', '2024-12', '2024-12', NULL, '[]', '[]', '[]', '[["Large Language Models (LLMs)","Pre-training","A.1 Foundation Models"]]', '["vi"]', '[]', 0, 113, 24);
INSERT INTO papers (number, id, arxiv_id, url, title, title_source, published, month, date_first, date_end, noted_first, noted_last, summary, names, authors, tags, topics, languages, links, is_note, summary_length, summary_of) VALUES (14, '2412.15204', '2412.15204', 'https://arxiv.org/abs/2412.15204', NULL, NULL, NULL, '2024-12', '2024-12-01', '2025-01-01', '2024-12', '2024-12', NULL, '[]', '[]', '[]', '[["Large Language Models (LLMs)","Pre-training","C.3 Long Context"]]', '["vi"]', '[]', 0, 84, 27);
INSERT INTO papers (number, id, arxiv_id, url, title, title_source, published, month, date_first, date_end, noted_first, noted_last, summary, names, authors, tags, topics, languages, links, is_note, summary_length, summary_of) VALUES (15, '2412.16145', '2412.16145', 'https://arxiv.org/abs/2412.16145', NULL, NULL, NULL, '2024-12', '2024-12-01', '2025-01-01', '2024-12', '2024-12', NULL, '["OREO"]', '[]', '[]', '[]', '["en","vi"]', '[]', 0, NULL, NULL);
INSERT INTO papers (number, id, arxiv_id, url, title, title_source, published, month, date_first, date_end, noted_first, noted_last, summary, names, authors, tags, topics, languages, links, is_note, summary_length, summary_of) VALUES (16, '2412.19437', '2412.19437', 'https://arxiv.org/abs/2412.19437', NULL, NULL, NULL, '2024-12', '2024-12-01', '2025-01-01', '2024-12', '2024-12', NULL, '[]', '[]', '[]', '[["Large Language Models (LLMs)","Pre-training","A.1 Foundation Models"]]', '["vi"]', '[]', 0, 113, 23);
INSERT INTO papers (number, id, arxiv_id, url, title, title_source, published, month, date_first, date_end, noted_first, noted_last, summary, names, authors, tags, topics, languages, links, is_note, summary_length, summary_of) VALUES (17, '2412.21187', '2412.21187', 'https://arxiv.org/abs/2412.21187', NULL, NULL, NULL, '2024-12', '2024-12-01', '2025-01-01', '2024-12', '2024-12', NULL, '[]', '[]', '[]', '[["Large Language Models (LLMs)","Pre-training","C.2 Overthinking"]]', '["vi"]', '[]', 0, 86, 26);
CREATE TABLE mentions (
  id INTEGER PRIMARY KEY,
  note_id INTEGER NOT NULL REFERENCES notes(id) ON DELETE CASCADE,
  paper INTEGER NOT NULL REFERENCES papers(number) DEFERRABLE INITIALLY DEFERRED,
  insight_id INTEGER REFERENCES insights(id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  line INTEGER NOT NULL,
  last_line INTEGER NOT NULL,
  arxiv_id TEXT,
  version INTEGER NOT NULL,     -- 0 where none is written
  url TEXT,
  title TEXT,
  title_source TEXT,
  names TEXT NOT NULL,          -- JSON arrays
  authors TEXT NOT NULL,
  published TEXT,
  date TEXT,
  date_evidence TEXT,
  tags TEXT NOT NULL,
  topics TEXT NOT NULL,
  links TEXT NOT NULL,
  attachments TEXT NOT NULL,
  context TEXT NOT NULL,
  rank INTEGER,
  language TEXT NOT NULL,
  repaired INTEGER NOT NULL,
  uncertain INTEGER NOT NULL
);
INSERT INTO mentions (id, note_id, paper, insight_id, kind, line, last_line, arxiv_id, version, url, title, title_source, names, authors, published, date, date_evidence, tags, topics, links, attachments, context, rank, language, repaired, uncertain) VALUES (1, 1, 1, NULL, 'log', 9, 10, '2512.24873', 0, NULL, 'Let It Flow', 'lead', '[]', '[]', NULL, '2026-01-04', 'name of the image at line 15: Pasted image 20260104220118.png', '[]', '[]', '["pdf:2512.24873"]', '[]', '["1.4"]', NULL, 'zh', 0, 0);
INSERT INTO mentions (id, note_id, paper, insight_id, kind, line, last_line, arxiv_id, version, url, title, title_source, names, authors, published, date, date_evidence, tags, topics, links, attachments, context, rank, language, repaired, uncertain) VALUES (2, 1, 3, NULL, 'log', 11, 15, NULL, 0, NULL, 'Evaluating Parameter Efficient Methods for RLVR', 'lead', '[]', '[]', NULL, '2026-01-04', 'name of the image at line 15: Pasted image 20260104220118.png', '[]', '[]', '[]', '["asset/Pasted image 20260104220118.png"]', '["1.4"]', NULL, 'zh', 0, 0);
INSERT INTO mentions (id, note_id, paper, insight_id, kind, line, last_line, arxiv_id, version, url, title, title_source, names, authors, published, date, date_evidence, tags, topics, links, attachments, context, rank, language, repaired, uncertain) VALUES (3, 1, 2, NULL, 'log', 19, 20, '2601.02780', 0, NULL, 'MiMo-V2-Flash', 'link', '[]', '[]', NULL, '2026-01-07', 'name of the image at line 15: Pasted image 20260104220118.png', '[]', '[]', '["pdf:2601.02780"]', '[]', '["1.7"]', NULL, 'zh', 0, 0);
INSERT INTO mentions (id, note_id, paper, insight_id, kind, line, last_line, arxiv_id, version, url, title, title_source, names, authors, published, date, date_evidence, tags, topics, links, attachments, context, rank, language, repaired, uncertain) VALUES (4, 2, 4, NULL, 'note', 1, 11, NULL, 0, NULL, 'Monday', 'heading', '[]', '[]', NULL, NULL, NULL, '[]', '[]', '[]', '[]', '[]', NULL, 'en', 0, 0);
INSERT INTO mentions (id, note_id, paper, insight_id, kind, line, last_line, arxiv_id, version, url, title, title_source, names, authors, published, date, date_evidence, tags, topics, links, attachments, context, rank, language, repaired, uncertain) VALUES (5, 3, 5, NULL, 'digest', 9, 44, '2501.12948', 0, NULL, 'DeepSeek-R1: Incentivizing Reasoning Capability in LLMs via Reinforcement Learning', 'heading', '[]', '["DeepSeek-AI"]', '2025-01-22', '2025-01-22', 'stated in the note', '["Reasoning", "Reinforcement Learning", "GRPO", "Distillation", "Open Weights"]', '[]', '["huggingface:2501.12948","abs:2501.12948","pdf:2501.12948.pdf","code:deepseek-ai/DeepSeek-R1"]', '[]', '[]', NULL, 'vi', 1, 0);
INSERT INTO mentions (id, note_id, paper, insight_id, kind, line, last_line, arxiv_id, version, url, title, title_source, names, authors, published, date, date_evidence, tags, topics, links, attachments, context, rank, language, repaired, uncertain) VALUES (6, 4, 16, NULL, 'topic', 8, 8, '2412.19437', 0, NULL, NULL, NULL, '[]', '[]', NULL, '2024-12', '8 of its 8 arXiv numbers are of 2024-12', '[]', '[["Large Language Models (LLMs)", "Pre-training", "A.1 Foundation Models"]]', '[]', '[]', '[]', NULL, 'vi', 0, 0);
INSERT INTO mentions (id, note_id, paper, insight_id, kind, line, last_line, arxiv_id, version, url, title, title_source, names, authors, published, date, date_evidence, tags, topics, links, attachments, context, rank, language, repaired, uncertain) VALUES (7, 4, 13, NULL, 'topic', 8, 8, '2412.15115', 0, NULL, NULL, NULL, '[]', '[]', NULL, '2024-12', '8 of its 8 arXiv numbers are of 2024-12', '[]', '[["Large Language Models (LLMs)", "Pre-training", "A.1 Foundation Models"]]', '[]', '[]', '[]', NULL, 'vi', 0, 0);
INSERT INTO mentions (id, note_id, paper, insight_id, kind, line, last_line, arxiv_id, version, url, title, title_source, names, authors, published, date, date_evidence, tags, topics, links, attachments, context, rank, language, repaired, uncertain) VALUES (8, 4, 10, NULL, 'topic', 8, 8, '2412.08905', 0, NULL, NULL, NULL, '[]', '[]', NULL, '2024-12', '8 of its 8 arXiv numbers are of 2024-12', '[]', '[["Large Language Models (LLMs)", "Pre-training", "A.1 Foundation Models"]]', '[]', '[]', '[]', NULL, 'vi', 0, 0);
INSERT INTO mentions (id, note_id, paper, insight_id, kind, line, last_line, arxiv_id, version, url, title, title_source, names, authors, published, date, date_evidence, tags, topics, links, attachments, context, rank, language, repaired, uncertain) VALUES (9, 4, 17, NULL, 'topic', 11, 11, '2412.21187', 0, NULL, NULL, NULL, '[]', '[]', NULL, '2024-12', '8 of its 8 arXiv numbers are of 2024-12', '[]', '[["Large Language Models (LLMs)", "Pre-training", "C.2 Overthinking"]]', '[]', '[]', '[]', NULL, 'vi', 0, 0);
INSERT INTO mentions (id, note_id, paper, insight_id, kind, line, last_line, arxiv_id, version, url, title, title_source, names, authors, published, date, date_evidence, tags, topics, links, attachments, context, rank, language, repaired, uncertain) VALUES (10, 4, 14, NULL, 'topic', 13, 13, '2412.15204', 0, NULL, NULL, NULL, '[]', '[]', NULL, '2024-12', '8 of its 8 arXiv numbers are of 2024-12', '[]', '[["Large Language Models (LLMs)", "Pre-training", "C.3 Long Context"]]', '[]', '[]', '[]', NULL, 'vi', 0, 0);
INSERT INTO mentions (id, note_id, paper, insight_id, kind, line, last_line, arxiv_id, version, url, title, title_source, names, authors, published, date, date_evidence, tags, topics, links, attachments, context, rank, language, repaired, uncertain) VALUES (11, 4, 7, NULL, 'topic', 16, 16, '2412.05271', 0, NULL, NULL, NULL, '[]', '[]', NULL, '2024-12', '8 of its 8 arXiv numbers are of 2024-12', '[]', '[["Multimodal Models", "Vision-Language", "D.1 Scaling"]]', '[]', '[]', '[]', NULL, 'vi', 0, 0);
INSERT INTO mentions (id, note_id, paper, insight_id, kind, line, last_line, arxiv_id, version, url, title, title_source, names, authors, published, date, date_evidence, tags, topics, links, attachments, context, rank, language, repaired, uncertain) VALUES (12, 4, 6, NULL, 'topic', 17, 17, '2412.01506', 0, NULL, NULL, NULL, '[]', '[]', NULL, '2024-12', '8 of its 8 arXiv numbers are of 2024-12', '[]', '[["Multimodal Models", "3D Generation"]]', '[]', '[]', '[]', NULL, 'vi', 0, 0);
INSERT INTO mentions (id, note_id, paper, insight_id, kind, line, last_line, arxiv_id, version, url, title, title_source, names, authors, published, date, date_evidence, tags, topics, links, attachments, context, rank, language, repaired, uncertain) VALUES (13, 4, 12, NULL, 'topic', 19, 19, '2412.14161', 0, NULL, NULL, NULL, '[]', '[]', NULL, '2024-12', '8 of its 8 arXiv numbers are of 2024-12', '[]', '[["Agents"]]', '[]', '[]', '[]', NULL, 'vi', 0, 0);
INSERT INTO mentions (id, note_id, paper, insight_id, kind, line, last_line, arxiv_id, version, url, title, title_source, names, authors, published, date, date_evidence, tags, topics, links, attachments, context, rank, language, repaired, uncertain) VALUES (14, 4, 17, 1, 'gap', 22, 22, '2412.21187', 0, NULL, NULL, NULL, '[]', '[]', NULL, '2024-12', '8 of its 8 arXiv numbers are of 2024-12', '[]', '[]', '[]', '[]', '[]', NULL, 'vi', 0, 0);
INSERT INTO mentions (id, note_id, paper, insight_id, kind, line, last_line, arxiv_id, version, url, title, title_source, names, authors, published, date, date_evidence, tags, topics, links, attachments, context, rank, language, repaired, uncertain) VALUES (15, 4, 9, 1, 'gap', 22, 22, '2412.06769', 0, NULL, NULL, NULL, '["Coconut"]', '[]', NULL, '2024-12', '8 of its 8 arXiv numbers are of 2024-12', '[]', '[]', '[]', '[]', '[]', NULL, 'vi', 0, 0);
INSERT INTO mentions (id, note_id, paper, insight_id, kind, line, last_line, arxiv_id, version, url, title, title_source, names, authors, published, date, date_evidence, tags, topics, links, attachments, context, rank, language, repaired, uncertain) VALUES (16, 4, 8, 2, 'gap', 25, 25, '2412.06559', 0, NULL, NULL, NULL, '["ProcessBench"]', '[]', NULL, '2024-12', '8 of its 8 arXiv numbers are of 2024-12', '[]', '[]', '[]', '[]', '[]', NULL, 'vi', 0, 0);
INSERT INTO mentions (id, note_id, paper, insight_id, kind, line, last_line, arxiv_id, version, url, title, title_source, names, authors, published, date, date_evidence, tags, topics, links, attachments, context, rank, language, repaired, uncertain) VALUES (17, 4, 15, 2, 'gap', 27, 27, '2412.16145', 0, NULL, NULL, NULL, '["OREO"]', '[]', NULL, '2024-12', '8 of its 8 arXiv numbers are of 2024-12', '[]', '[]', '[]', '[]', '[]', NULL, 'vi', 0, 0);
INSERT INTO mentions (id, note_id, paper, insight_id, kind, line, last_line, arxiv_id, version, url, title, title_source, names, authors, published, date, date_evidence, tags, topics, links, attachments, context, rank, language, repaired, uncertain) VALUES (18, 4, 11, 3, 'gap', 28, 28, '2412.09871', 0, NULL, NULL, NULL, '["BLT"]', '[]', NULL, '2024-12', '8 of its 8 arXiv numbers are of 2024-12', '[]', '[]', '[]', '[]', '[]', NULL, 'vi', 0, 0);
INSERT INTO mentions (id, note_id, paper, insight_id, kind, line, last_line, arxiv_id, version, url, title, title_source, names, authors, published, date, date_evidence, tags, topics, links, attachments, context, rank, language, repaired, uncertain) VALUES (19, 4, 11, 4, 'idea', 35, 35, '2412.09871', 0, NULL, NULL, NULL, '["BLT"]', '[]', NULL, '2024-12', '8 of its 8 arXiv numbers are of 2024-12', '[]', '[]', '[]', '[]', '[]', NULL, 'en', 0, 0);
INSERT INTO mentions (id, note_id, paper, insight_id, kind, line, last_line, arxiv_id, version, url, title, title_source, names, authors, published, date, date_evidence, tags, topics, links, attachments, context, rank, language, repaired, uncertain) VALUES (20, 4, 9, 4, 'idea', 35, 35, '2412.06769', 0, NULL, NULL, NULL, '["Coconut"]', '[]', NULL, '2024-12', '8 of its 8 arXiv numbers are of 2024-12', '[]', '[]', '[]', '[]', '[]', NULL, 'en', 0, 0);
INSERT INTO mentions (id, note_id, paper, insight_id, kind, line, last_line, arxiv_id, version, url, title, title_source, names, authors, published, date, date_evidence, tags, topics, links, attachments, context, rank, language, repaired, uncertain) VALUES (21, 4, 15, 4, 'idea', 40, 40, '2412.16145', 0, NULL, NULL, NULL, '["OREO"]', '[]', NULL, '2024-12', '8 of its 8 arXiv numbers are of 2024-12', '[]', '[]', '[]', '[]', '[]', NULL, 'en', 0, 0);
CREATE INDEX mentions_note ON mentions (note_id, line);
CREATE INDEX mentions_paper ON mentions (paper);
CREATE INDEX mentions_kind ON mentions (kind);
CREATE INDEX mentions_date ON mentions (date);
CREATE INDEX mentions_insight ON mentions (insight_id);
CREATE TABLE passages (
  id INTEGER PRIMARY KEY,
  mention_id INTEGER REFERENCES mentions(id) ON DELETE CASCADE,
  insight_id INTEGER REFERENCES insights(id) ON DELETE CASCADE,
  role TEXT NOT NULL,
  line INTEGER NOT NULL,        -- of its first line; the n-th line of the text stands n lines below
  text TEXT NOT NULL
);
INSERT INTO passages (id, mention_id, insight_id, role, line, text) VALUES (1, 1, NULL, 'text', 9, 'Let It Flow
	- 阿里的智能体训练全家桶，训练框架、沙箱、命令行工具一起开源，重点是训练和部署用同一套环境');
INSERT INTO passages (id, mention_id, insight_id, role, line, text) VALUES (2, 2, NULL, 'text', 12, '	- 在可验证奖励的强化学习里比较了十几种 LoRA 变体，标准 LoRA 并不是最好的选择


![](asset/Pasted%20image%2020260104220118.png)');
INSERT INTO passages (id, mention_id, insight_id, role, line, text) VALUES (3, 3, NULL, 'text', 20, '	- 小米的混合注意力模型，五层滑动窗口配一层全局注意力，窗口只有 128');
INSERT INTO passages (id, mention_id, insight_id, role, line, text) VALUES (4, 4, NULL, 'text', 3, 'Slept badly, coffee with Lan at the library. She is preparing a talk on reasoning models for the undergraduates and wants one picture and no formulas.');
INSERT INTO passages (id, mention_id, insight_id, role, line, text) VALUES (5, 4, NULL, 'thoughts', 7, 'A router is a teacher who sends each pupil to another room. The picture might work for [[Mixture of Experts]].
*Suy luận* and *lập luận* are both translated as reasoning; I should pick one and stay with it. In Chinese it is 推理, and for inference at serving time it is 推理 as well, which explains some of my confusion in the reading group.
The word distillation, 蒸馏, *chưng cất*: all three languages kept the still.');
INSERT INTO passages (id, mention_id, insight_id, role, line, text) VALUES (6, 4, NULL, 'rest', 5, '## Thoughts');
INSERT INTO passages (id, mention_id, insight_id, role, line, text) VALUES (7, 5, NULL, 'problem', 17, 'Khả năng suy luận nhiều bước của mô hình ngôn ngữ lớn vẫn dựa chủ yếu vào dữ liệu có lời giải do người viết, vừa đắt vừa chậm. Câu hỏi đặt ra là liệu chỉ riêng học tăng cường có đủ để hành vi suy luận tự nảy sinh hay không.');
INSERT INTO passages (id, mention_id, insight_id, role, line, text) VALUES (8, 5, NULL, 'idea', 20, 'DeepSeek-R1-Zero được huấn luyện thẳng từ mô hình nền bằng GRPO, phần thưởng chỉ gồm đúng sai và đúng định dạng, không có bước tinh chỉnh giám sát. Bản R1 đầy đủ thêm một ít dữ liệu khởi động nguội, hai vòng học tăng cường xen kẽ hai vòng tinh chỉnh, nhờ vậy văn phong dễ đọc hơn và không còn trộn ngôn ngữ. Sau cùng, lời giải của R1 được dùng để chưng cất sang sáu mô hình nhỏ họ Qwen và Llama.');
INSERT INTO passages (id, mention_id, insight_id, role, line, text) VALUES (9, 5, NULL, 'results', 23, '- R1-Zero tăng từ 15.6% lên 71.0% trên AIME 2024 (pass@1), còn R1 đạt 79.8%.
- R1 đạt 97.3% trên MATH-500, ngang với OpenAI-o1-1217.
- Bản chưng cất Qwen-32B tốt hơn hẳn so với chạy học tăng cường trực tiếp trên cùng mô hình nhỏ ấy.');
INSERT INTO passages (id, mention_id, insight_id, role, line, text) VALUES (10, 5, NULL, 'conclusion', 28, 'Những lần thử với mô hình thưởng theo bước và tìm kiếm cây Monte Carlo đều không thành công, và nhóm nói thẳng điều đó. Việc tiếp theo: gọi hàm, hội thoại nhiều lượt và kỹ nghệ phần mềm.');
INSERT INTO passages (id, mention_id, insight_id, role, line, text) VALUES (11, 5, NULL, 'papers', 32, '- So sánh chưng cất rồi mới học tăng cường với học tăng cường thuần túy ở cỡ 1.5B.
- Đo xem khoảnh khắc "à ra thế" xuất hiện ở bước nào khi dữ liệu toàn tiếng Việt.');
INSERT INTO passages (id, mention_id, insight_id, role, line, text) VALUES (12, 5, NULL, 'patents', 35, '- Ứng dụng gia sư hiển thị chuỗi suy luận từng bước và cho học sinh chặn lại để hỏi.');
INSERT INTO passages (id, mention_id, insight_id, role, line, text) VALUES (13, 5, NULL, 'rest', 1, '# 🤗 Daily Hugging Face Paper Digest - 2025-01-22');
INSERT INTO passages (id, mention_id, insight_id, role, line, text) VALUES (14, 5, NULL, 'rest', 3, 'Bản tin do máy tổng hợp lúc 2025-01-23 07:10:42, gửi qua thư điện tử.');
INSERT INTO passages (id, mention_id, insight_id, role, line, text) VALUES (15, 5, NULL, 'rest', 16, '### Main Problem:');
INSERT INTO passages (id, mention_id, insight_id, role, line, text) VALUES (16, 5, NULL, 'rest', 22, '### Main Results:');
INSERT INTO passages (id, mention_id, insight_id, role, line, text) VALUES (17, 5, NULL, 'rest', 27, '### Conclusion & Future Works:');
INSERT INTO passages (id, mention_id, insight_id, role, line, text) VALUES (18, 5, NULL, 'rest', 30, '### Brainstorming Space:');
INSERT INTO passages (id, mention_id, insight_id, role, line, text) VALUES (19, 5, NULL, 'rest', 34, '#### 2. Patent:');
INSERT INTO passages (id, mention_id, insight_id, role, line, text) VALUES (20, 5, NULL, 'rest', 37, '### Các đường dẫn liên quan');
INSERT INTO passages (id, mention_id, insight_id, role, line, text) VALUES (21, 5, NULL, 'rest', 39, '| Nền tảng | Đường dẫn |');
INSERT INTO passages (id, mention_id, insight_id, role, line, text) VALUES (22, 5, NULL, 'rest', 48, '## 2. Kimi k1.5: Scaling Reinforcement Learning with LLMs');
INSERT INTO passages (id, mention_id, insight_id, role, line, text) VALUES (23, 6, NULL, 'text', 8, 'Ba báo cáo kỹ thuật DeepSeek-V3, Qwen2.5 và Phi-4 cùng kể chuyện dữ liệu: nhiều hơn, sạch hơn, tổng hợp khéo hơn.');
INSERT INTO passages (id, mention_id, insight_id, role, line, text) VALUES (24, 7, NULL, 'text', 8, 'Ba báo cáo kỹ thuật DeepSeek-V3, Qwen2.5 và Phi-4 cùng kể chuyện dữ liệu: nhiều hơn, sạch hơn, tổng hợp khéo hơn.');
INSERT INTO passages (id, mention_id, insight_id, role, line, text) VALUES (25, 8, NULL, 'text', 8, 'Ba báo cáo kỹ thuật DeepSeek-V3, Qwen2.5 và Phi-4 cùng kể chuyện dữ liệu: nhiều hơn, sạch hơn, tổng hợp khéo hơn.');
INSERT INTO passages (id, mention_id, insight_id, role, line, text) VALUES (26, 9, NULL, 'text', 11, 'Mô hình kiểu o1 tiêu hàng trăm token cho phép cộng hai số; đề xuất thước đo hiệu suất.');
INSERT INTO passages (id, mention_id, insight_id, role, line, text) VALUES (27, 10, NULL, 'text', 13, 'LongBench v2 có 503 câu trắc nghiệm mà chuyên gia trong 15 phút cũng chỉ đúng 53.7%.');
INSERT INTO passages (id, mention_id, insight_id, role, line, text) VALUES (28, 11, NULL, 'text', 16, 'InternVL 2.5 là mô hình mở đầu tiên vượt 70% trên MMMU nhờ chuỗi suy luận và nhân rộng lúc chạy.');
INSERT INTO passages (id, mention_id, insight_id, role, line, text) VALUES (29, 12, NULL, 'text', 17, 'TRELLIS dùng biểu diễn SLAT để từ một mã ẩn xuất ra lưới, Gaussian hoặc trường bức xạ.');
INSERT INTO passages (id, mention_id, insight_id, role, line, text) VALUES (30, 13, NULL, 'text', 19, 'TheAgentCompany giả lập một công ty phần mềm; tác tử tốt nhất tự làm trọn được khoảng một phần tư số việc.');
INSERT INTO passages (id, mention_id, insight_id, role, line, text) VALUES (31, 14, NULL, 'text', 22, '**Suy luận dài nhưng phí:** Bài về nghĩ quá đà (2412.21187) đo được sự lãng phí, Coconut (2412.06769) gợi ý một lối ra.');
INSERT INTO passages (id, mention_id, insight_id, role, line, text) VALUES (32, 15, NULL, 'text', 22, '**Suy luận dài nhưng phí:** Bài về nghĩ quá đà (2412.21187) đo được sự lãng phí, Coconut (2412.06769) gợi ý một lối ra.');
INSERT INTO passages (id, mention_id, insight_id, role, line, text) VALUES (33, 16, NULL, 'text', 25, '**Phần thưởng theo bước:** ProcessBench (2412.06559) cho thấy các PRM hiện có thua cả mô hình phê bình được nhắc bằng prompt.');
INSERT INTO passages (id, mention_id, insight_id, role, line, text) VALUES (34, 17, NULL, 'text', 27, '*Opportunity:* Mượn hàm giá trị của OREO (2412.16145) làm nhãn mềm.');
INSERT INTO passages (id, mention_id, insight_id, role, line, text) VALUES (35, 18, NULL, 'text', 28, '**Tiếng nói của byte:** Sau BLT (2412.09871), chưa ai thử nghiệm kỹ với tiếng Việt có dấu và chữ Hán.');
INSERT INTO passages (id, mention_id, insight_id, role, line, text) VALUES (36, 19, NULL, 'text', 35, '**Motivation:** BLT (2412.09871) spends compute where the text is hard, Coconut (2412.06769) spends it without words; nobody spends both at once.');
INSERT INTO passages (id, mention_id, insight_id, role, line, text) VALUES (37, 20, NULL, 'text', 35, '**Motivation:** BLT (2412.09871) spends compute where the text is hard, Coconut (2412.06769) spends it without words; nobody spends both at once.');
INSERT INTO passages (id, mention_id, insight_id, role, line, text) VALUES (38, 21, NULL, 'text', 40, 'Stabilise with the offline value function of OREO 2412.16145.');
INSERT INTO passages (id, mention_id, insight_id, role, line, text) VALUES (39, NULL, 1, 'text', 22, 'Bài về nghĩ quá đà (2412.21187) đo được sự lãng phí, Coconut (2412.06769) gợi ý một lối ra.');
INSERT INTO passages (id, mention_id, insight_id, role, line, text) VALUES (40, NULL, 1, 'gap', 23, 'Chưa có cách nào vừa ngắn vừa đọc được.');
INSERT INTO passages (id, mention_id, insight_id, role, line, text) VALUES (41, NULL, 1, 'opportunity', 24, 'Chưng cất chuỗi dài thành chuỗi ngắn rồi tinh chỉnh bằng GRPO với phạt độ dài.');
INSERT INTO passages (id, mention_id, insight_id, role, line, text) VALUES (42, NULL, 2, 'text', 25, 'ProcessBench (2412.06559) cho thấy các PRM hiện có thua cả mô hình phê bình được nhắc bằng prompt.');
INSERT INTO passages (id, mention_id, insight_id, role, line, text) VALUES (43, NULL, 2, 'gap', 26, 'Nhãn từng bước đắt và mau cũ.');
INSERT INTO passages (id, mention_id, insight_id, role, line, text) VALUES (44, NULL, 2, 'opportunity', 27, 'Mượn hàm giá trị của OREO (2412.16145) làm nhãn mềm.');
INSERT INTO passages (id, mention_id, insight_id, role, line, text) VALUES (45, NULL, 3, 'text', 28, 'Sau BLT (2412.09871), chưa ai thử nghiệm kỹ với tiếng Việt có dấu và chữ Hán.');
INSERT INTO passages (id, mention_id, insight_id, role, line, text) VALUES (46, NULL, 3, 'gap', 29, 'Bộ đánh giá mức ký tự hầu hết là tiếng Anh.');
INSERT INTO passages (id, mention_id, insight_id, role, line, text) VALUES (47, NULL, 3, 'opportunity', 30, 'Một bộ đề chính tả và bỏ dấu.');
INSERT INTO passages (id, mention_id, insight_id, role, line, text) VALUES (48, NULL, 4, 'motivation', 35, 'BLT (2412.09871) spends compute where the text is hard, Coconut (2412.06769) spends it without words; nobody spends both at once.');
INSERT INTO passages (id, mention_id, insight_id, role, line, text) VALUES (49, NULL, 4, 'novelty', 36, 'A patch of length zero: when entropy stays high the model may insert a silent step.');
INSERT INTO passages (id, mention_id, insight_id, role, line, text) VALUES (50, NULL, 4, 'approach', 38, '1.  Start from a small BLT checkpoint and add a learned gate after the global transformer.
        2.  Train with a curriculum that removes written steps one after the other.
        3.  Stabilise with the offline value function of OREO 2412.16145.');
INSERT INTO passages (id, mention_id, insight_id, role, line, text) VALUES (51, NULL, 4, 'data', 41, 'GSM8K, ProsQA, character-level tasks; accuracy against FLOPs.');
CREATE INDEX passages_mention ON passages (mention_id);
CREATE INDEX passages_insight ON passages (insight_id) WHERE insight_id IS NOT NULL;
CREATE VIEW mentions_with_papers AS
  SELECT papers.id AS paper, papers.title, mentions.kind, mentions.date, notes.source, mentions.line, mentions.language
  FROM mentions JOIN papers ON papers.number = mentions.paper JOIN notes ON notes.id = mentions.note_id;
CREATE VIEW passages_with_sources AS
  SELECT papers.id AS paper, notes.source, passages.line, passages.role, passages.text
  FROM passages JOIN mentions ON mentions.id = passages.mention_id
  JOIN papers ON papers.number = mentions.paper JOIN notes ON notes.id = mentions.note_id;
CREATE VIEW insights_with_papers AS
  SELECT insights.kind, insights.title, notes.source, insights.line, papers.id AS paper, papers.title AS paper_title
  FROM insights JOIN notes ON notes.id = insights.note_id
  LEFT JOIN mentions ON mentions.insight_id = insights.id LEFT JOIN papers ON papers.number = mentions.paper;
CREATE VIEW repairs_with_sources AS
  SELECT notes.source, repairs.line, repairs.before, repairs.after, repairs.channel, repairs.confidence,
    repairs.uncertain
  FROM repairs JOIN notes ON notes.id = repairs.note_id;
CREATE INDEX papers_notes ON papers (number) WHERE is_note;
CREATE TABLE claims (
  key TEXT NOT NULL,            -- what other notes may call the same paper by: link:host/path or name:folded name,
                                -- and for want of a number and an address the ids that it may go by: note:slug
  numbered INTEGER NOT NULL,    -- the mention has an arXiv number
  mention_id INTEGER NOT NULL,
  PRIMARY KEY (key, numbered, mention_id)
) WITHOUT ROWID;
INSERT INTO claims (key, numbered, mention_id) VALUES ('head:deepseek-r1', 1, 5);
INSERT INTO claims (key, numbered, mention_id) VALUES ('head:evaluating parameter efficient methods for rlvr', 0, 2);
INSERT INTO claims (key, numbered, mention_id) VALUES ('link:github.com/deepseek-ai/DeepSeek-R1', 1, 5);
INSERT INTO claims (key, numbered, mention_id) VALUES ('name:deepseek-r1: incentivizing reasoning capability in llms via reinforcement learning', 1, 5);
INSERT INTO claims (key, numbered, mention_id) VALUES ('name:evaluating parameter efficient methods for rlvr', 0, 2);
INSERT INTO claims (key, numbered, mention_id) VALUES ('name:let it flow', 1, 1);
INSERT INTO claims (key, numbered, mention_id) VALUES ('name:mimo-v2-flash', 1, 3);
INSERT INTO claims (key, numbered, mention_id) VALUES ('note:evaluating-parameter-efficient-methods-for-rlvr', 0, 2);
INSERT INTO claims (key, numbered, mention_id) VALUES ('note:monday', 0, 4);
INSERT INTO claims (key, numbered, mention_id) VALUES ('note:monday@/notes/diary.md', 0, 4);
INSERT INTO claims (key, numbered, mention_id) VALUES ('note:monday@diary.md', 0, 4);
CREATE TABLE paper_tags (
  paper INTEGER NOT NULL,
  key TEXT NOT NULL,            -- the tag without case and accents
  tag TEXT NOT NULL,
  PRIMARY KEY (key, paper)
) WITHOUT ROWID;
INSERT INTO paper_tags (paper, key, tag) VALUES (5, 'distillation', 'Distillation');
INSERT INTO paper_tags (paper, key, tag) VALUES (5, 'grpo', 'GRPO');
INSERT INTO paper_tags (paper, key, tag) VALUES (5, 'open weights', 'Open Weights');
INSERT INTO paper_tags (paper, key, tag) VALUES (5, 'reasoning', 'Reasoning');
INSERT INTO paper_tags (paper, key, tag) VALUES (5, 'reinforcement learning', 'Reinforcement Learning');
CREATE TABLE paper_authors (
  paper INTEGER NOT NULL,
  key TEXT NOT NULL,
  author TEXT NOT NULL,
  PRIMARY KEY (key, paper)
) WITHOUT ROWID;
INSERT INTO paper_authors (paper, key, author) VALUES (5, 'deepseek-ai', 'DeepSeek-AI');
CREATE TABLE paper_topics (
  paper INTEGER NOT NULL,
  key TEXT NOT NULL,            -- the path without case and accents, its labels joined by U+001F
  path TEXT NOT NULL,           -- JSON array, from the root down
  PRIMARY KEY (key, paper)
) WITHOUT ROWID;
INSERT INTO paper_topics (paper, key, path) VALUES (12, 'agents', '["Agents"]');
INSERT INTO paper_topics (paper, key, path) VALUES (10, 'large language models (llms)pre-traininga.1 foundation models', '["Large Language Models (LLMs)","Pre-training","A.1 Foundation Models"]');
INSERT INTO paper_topics (paper, key, path) VALUES (13, 'large language models (llms)pre-traininga.1 foundation models', '["Large Language Models (LLMs)","Pre-training","A.1 Foundation Models"]');
INSERT INTO paper_topics (paper, key, path) VALUES (16, 'large language models (llms)pre-traininga.1 foundation models', '["Large Language Models (LLMs)","Pre-training","A.1 Foundation Models"]');
INSERT INTO paper_topics (paper, key, path) VALUES (17, 'large language models (llms)pre-trainingc.2 overthinking', '["Large Language Models (LLMs)","Pre-training","C.2 Overthinking"]');
INSERT INTO paper_topics (paper, key, path) VALUES (14, 'large language models (llms)pre-trainingc.3 long context', '["Large Language Models (LLMs)","Pre-training","C.3 Long Context"]');
INSERT INTO paper_topics (paper, key, path) VALUES (6, 'multimodal models3d generation', '["Multimodal Models","3D Generation"]');
INSERT INTO paper_topics (paper, key, path) VALUES (7, 'multimodal modelsvision-languaged.1 scaling', '["Multimodal Models","Vision-Language","D.1 Scaling"]');
CREATE TABLE paper_names (
  paper INTEGER NOT NULL,
  key TEXT NOT NULL,            -- a title, a name, or a title's part before its colon, folded
  PRIMARY KEY (key, paper)
) WITHOUT ROWID;
INSERT INTO paper_names (paper, key) VALUES (11, 'blt');
INSERT INTO paper_names (paper, key) VALUES (9, 'coconut');
INSERT INTO paper_names (paper, key) VALUES (5, 'deepseek r1');
INSERT INTO paper_names (paper, key) VALUES (5, 'deepseek r1 incentivizing reasoning capability in llms via reinforcement learning');
INSERT INTO paper_names (paper, key) VALUES (5, 'deepseek-r1');
INSERT INTO paper_names (paper, key) VALUES (5, 'deepseek-r1: incentivizing reasoning capability in llms via reinforcement learning');
INSERT INTO paper_names (paper, key) VALUES (3, 'evaluating parameter efficient methods for rlvr');
INSERT INTO paper_names (paper, key) VALUES (1, 'let it flow');
INSERT INTO paper_names (paper, key) VALUES (2, 'mimo v2 flash');
INSERT INTO paper_names (paper, key) VALUES (2, 'mimo-v2-flash');
INSERT INTO paper_names (paper, key) VALUES (4, 'monday');
INSERT INTO paper_names (paper, key) VALUES (15, 'oreo');
INSERT INTO paper_names (paper, key) VALUES (8, 'processbench');
CREATE TABLE index_rules (
  rules TEXT NOT NULL           -- by which the words in `search` were folded
);
INSERT INTO index_rules (rules) VALUES ('13 14.0.0');
CREATE TABLE paper_counts (
  field TEXT NOT NULL,          -- what papers are counted by: tag, author, topic, language, published …
  key TEXT NOT NULL,            -- what is one, however it is spelled, as in paper_tags; a date; a language
  label TEXT NOT NULL,          -- how it is spelled; a topic as a JSON array, from the root down
  papers INTEGER NOT NULL,
  PRIMARY KEY (field, key, label)
) WITHOUT ROWID;
INSERT INTO paper_counts (field, key, label, papers) VALUES ('author', 'deepseek-ai', 'DeepSeek-AI', 1);
INSERT INTO paper_counts (field, key, label, papers) VALUES ('branch', 'agents', '["Agents"]', 1);
INSERT INTO paper_counts (field, key, label, papers) VALUES ('branch', 'large language models (llms)', '["Large Language Models (LLMs)"]', 5);
INSERT INTO paper_counts (field, key, label, papers) VALUES ('branch', 'large language models (llms)pre-training', '["Large Language Models (LLMs)", "Pre-training"]', 5);
INSERT INTO paper_counts (field, key, label, papers) VALUES ('branch', 'large language models (llms)pre-traininga.1 foundation models', '["Large Language Models (LLMs)", "Pre-training", "A.1 Foundation Models"]', 3);
INSERT INTO paper_counts (field, key, label, papers) VALUES ('branch', 'large language models (llms)pre-trainingc.2 overthinking', '["Large Language Models (LLMs)", "Pre-training", "C.2 Overthinking"]', 1);
INSERT INTO paper_counts (field, key, label, papers) VALUES ('branch', 'large language models (llms)pre-trainingc.3 long context', '["Large Language Models (LLMs)", "Pre-training", "C.3 Long Context"]', 1);
INSERT INTO paper_counts (field, key, label, papers) VALUES ('branch', 'multimodal models', '["Multimodal Models"]', 2);
INSERT INTO paper_counts (field, key, label, papers) VALUES ('branch', 'multimodal models3d generation', '["Multimodal Models", "3D Generation"]', 1);
INSERT INTO paper_counts (field, key, label, papers) VALUES ('branch', 'multimodal modelsvision-language', '["Multimodal Models", "Vision-Language"]', 1);
INSERT INTO paper_counts (field, key, label, papers) VALUES ('branch', 'multimodal modelsvision-languaged.1 scaling', '["Multimodal Models", "Vision-Language", "D.1 Scaling"]', 1);
INSERT INTO paper_counts (field, key, label, papers) VALUES ('language', 'en', '', 3);
INSERT INTO paper_counts (field, key, label, papers) VALUES ('language', 'vi', '', 13);
INSERT INTO paper_counts (field, key, label, papers) VALUES ('language', 'zh', '', 3);
INSERT INTO paper_counts (field, key, label, papers) VALUES ('noted', '2024-12', '', 12);
INSERT INTO paper_counts (field, key, label, papers) VALUES ('noted', '2025-01-22', '', 1);
INSERT INTO paper_counts (field, key, label, papers) VALUES ('noted', '2026-01-04', '', 2);
INSERT INTO paper_counts (field, key, label, papers) VALUES ('noted', '2026-01-07', '', 1);
INSERT INTO paper_counts (field, key, label, papers) VALUES ('numbered', '', '', 15);
INSERT INTO paper_counts (field, key, label, papers) VALUES ('paper', '', '', 16);
INSERT INTO paper_counts (field, key, label, papers) VALUES ('published', '', '', 1);
INSERT INTO paper_counts (field, key, label, papers) VALUES ('published', '2024-12', '', 12);
INSERT INTO paper_counts (field, key, label, papers) VALUES ('published', '2025-01-22', '', 1);
INSERT INTO paper_counts (field, key, label, papers) VALUES ('published', '2025-12', '', 1);
INSERT INTO paper_counts (field, key, label, papers) VALUES ('published', '2026-01', '', 1);
INSERT INTO paper_counts (field, key, label, papers) VALUES ('tag', 'distillation', 'Distillation', 1);
INSERT INTO paper_counts (field, key, label, papers) VALUES ('tag', 'grpo', 'GRPO', 1);
INSERT INTO paper_counts (field, key, label, papers) VALUES ('tag', 'open weights', 'Open Weights', 1);
INSERT INTO paper_counts (field, key, label, papers) VALUES ('tag', 'reasoning', 'Reasoning', 1);
INSERT INTO paper_counts (field, key, label, papers) VALUES ('tag', 'reinforcement learning', 'Reinforcement Learning', 1);
INSERT INTO paper_counts (field, key, label, papers) VALUES ('topic', 'agents', '["Agents"]', 1);
INSERT INTO paper_counts (field, key, label, papers) VALUES ('topic', 'large language models (llms)pre-traininga.1 foundation models', '["Large Language Models (LLMs)","Pre-training","A.1 Foundation Models"]', 3);
INSERT INTO paper_counts (field, key, label, papers) VALUES ('topic', 'large language models (llms)pre-trainingc.2 overthinking', '["Large Language Models (LLMs)","Pre-training","C.2 Overthinking"]', 1);
INSERT INTO paper_counts (field, key, label, papers) VALUES ('topic', 'large language models (llms)pre-trainingc.3 long context', '["Large Language Models (LLMs)","Pre-training","C.3 Long Context"]', 1);
INSERT INTO paper_counts (field, key, label, papers) VALUES ('topic', 'multimodal models3d generation', '["Multimodal Models","3D Generation"]', 1);
INSERT INTO paper_counts (field, key, label, papers) VALUES ('topic', 'multimodal modelsvision-languaged.1 scaling', '["Multimodal Models","Vision-Language","D.1 Scaling"]', 1);
CREATE VIEW papers_with_summaries AS
      SELECT id, arxiv_id, url, title, published, month, noted_first, noted_last, coalesce(summary, (SELECT replace(substr(said.text, 1, CAST(summary_length AS INT)), '
', ' ') FROM passages AS said WHERE said.id = summary_of)) AS summary,
        names, authors, tags, topics, languages, links, is_note FROM papers;
CREATE INDEX papers_date ON papers (date_first, arxiv_id, id DESC, date_end);
CREATE INDEX papers_noted ON papers (noted_last, arxiv_id, id DESC);
CREATE VIRTUAL TABLE search USING fts5 (
  text, summary, title, names, tags, topics, authors, marked, facets,
  content = '', tokenize = "ascii tokenchars '+#-_'"
);
INSERT INTO search (rowid, text, summary, title, names, tags, topics, authors, marked, facets) VALUES (1, 'let it flow 阿里 里的 的智 智能 能体 体训 训练 练全 全家 家桶 桶 训练 练框 框架 架 沙箱 箱 命令 令行 行工 工具 具一 一起 起开 开源 源 重点 点是 是训 训练 练和 和部 部署 署用 用同 同一 一套 套环 环境 境', 'let it flow 阿里 里的 的智 智能 能体 体训 训练 练全 全家 家桶 桶 训练 练框 框架 架 沙箱 箱 命令 令行 行工 工具 具一 一起 起开 开源 源 重点 点是 是训 训练 练和 和部 部署 署用 用同 同一 一套 套环 环境 境', 'let it flow', '', '', '', '', '', 'has-arxiv has-links has-pdf has-summary has-title is-noted kind-log lang-zh');
INSERT INTO search (rowid, text, summary, title, names, tags, topics, authors, marked, facets) VALUES (2, '小米 米的 的混 混合 合注 注意 意力 力模 模型 型 五层 层滑 滑动 动窗 窗口 口配 配一 一层 层全 全局 局注 注意 意力 力 窗口 口只 只有 有 128', '小米 米的 的混 混合 合注 注意 意力 力模 模型 型 五层 层滑 滑动 动窗 窗口 口配 配一 一层 层全 全局 局注 注意 意力 力 窗口 口只 只有 有 128', 'mimo v2 flash', '', '', '', '', '', 'has-arxiv has-links has-pdf has-summary has-title is-noted kind-log lang-zh');
INSERT INTO search (rowid, text, summary, title, names, tags, topics, authors, marked, facets) VALUES (3, '在可 可验 验证 证奖 奖励 励的 的强 强化 化学 学习 习里 里比 比较 较了 了十 十几 几种 种 lora 变体 体 标准 准 lora 并不 不是 是最 最好 好的 的选 选择 择', '在可 可验 验证 证奖 奖励 励的 的强 强化 化学 学习 习里 里比 比较 较了 了十 十几 几种 种 lora 变体 体 标准 准 lora 并不 不是 是最 最好 好的 的选 选择 择', 'evaluating parameter efficient methods for rlvr', '', '', '', '', '', 'has-attachments has-summary has-title is-noted kind-log lang-zh');
INSERT INTO search (rowid, text, summary, title, names, tags, topics, authors, marked, facets) VALUES (4, 'slept badly coffee with lan at the library she is preparing a talk on reasoning models for the undergraduates and wants one picture and no formulas a router is a teacher who sends each pupil to another room the picture might work for mixture of experts suy luan and lap luan are both translated as reasoning i should pick one and stay with it in chinese it is 推理 理 and for inference at serving time it is 推理 理 as well which explains some of my confusion in the reading group the word distillation 蒸馏 馏 chung cat all three languages kept the still thoughts', 'slept badly coffee with lan at the library she is preparing a talk on reasoning models for the undergraduates and wants one picture and no formulas', 'monday', '', '', '', '', 'luận lập chưng cất', 'has-summary has-title is-noted kind-note lang-en lang-vi');
INSERT INTO search (rowid, text, summary, title, names, tags, topics, authors, marked, facets) VALUES (5, 'kha nang suy luan nhieu buoc cua mo hinh ngon ngu lon van dua chu yeu vao du lieu co loi giai do nguoi viet vua dat vua cham cau hoi dat ra la lieu chi rieng hoc tang cuong co du de hanh vi suy luan tu nay sinh hay khong deepseek r1 zero duoc huan luyen thang tu mo hinh nen bang grpo phan thuong chi gom dung sai va dung dinh dang khong co buoc tinh chinh giam sat ban r1 day du them mot it du lieu khoi dong nguoi hai vong hoc tang cuong xen ke hai vong tinh chinh nho vay van phong de doc hon va khong con tron ngon ngu sau cung loi giai cua r1 duoc dung de chung cat sang sau mo hinh nho ho qwen va llama r1 zero tang tu 15 6 len 71 0 tren aime 2024 pass 1 con r1 dat 79 8 r1 dat 97 3 tren math 500 ngang voi openai o1 1217 ban chung cat qwen 32b tot hon han so voi chay hoc tang cuong truc tiep tren cung mo hinh nho ay nhung lan thu voi mo hinh thuong theo buoc va tim kiem cay monte carlo deu khong thanh cong va nhom noi thang dieu do viec tiep theo goi ham hoi thoai nhieu luot va ky nghe phan mem so sanh chung cat roi moi hoc tang cuong voi hoc tang cuong thuan tuy o co 1 5b do xem khoanh khac a ra the xuat hien o buoc nao khi du lieu toan tieng viet ung dung gia su hien thi chuoi suy luan tung buoc va cho hoc sinh chan lai de hoi daily hugging face paper digest 2025 01 22 ban tin do may tong hop luc 2025 01 23 07 10 42 gui qua thu dien tu main problem main results conclusion future works brainstorming space 2 patent cac duong dan lien quan nen tang duong dan 2 kimi k1 5 scaling reinforcement learning with llms', 'deepseek r1 zero duoc huan luyen thang tu mo hinh nen bang grpo phan thuong chi gom dung sai va dung dinh dang khong co buoc tinh chinh giam sat ban r1 day du them mot it du lieu khoi dong nguoi hai vong hoc tang cuong xen ke hai vong tinh chinh nho vay van phong de doc hon va khong con tron ngon ngu sau cung loi giai cua r1 duoc dung de chung cat sang sau mo hinh nho ho qwen va llama', 'deepseek r1 incentivizing reasoning capability in llms via reinforcement learning', '# deepseek r1 #', '# reasoning # reinforcement learning # grpo # distillation # open weights #', '', '# deepseek ai # ai_d # deepseek_a #', 'khả năng luận nhiều bước của mô hình ngôn ngữ lớn vẫn dựa chủ yếu vào dữ liệu có lời giải người viết vừa đắt chậm câu hỏi đặt là chỉ riêng học tăng cường đủ để hành tự nảy không được huấn luyện thẳng từ nền bằng phần thưởng gồm đúng và định dạng chỉnh giám sát bản đầy thêm một ít khởi động nguội vòng kẽ nhờ vậy văn dễ đọc hơn còn trộn cùng dùng chưng cất sáu nhỏ họ lên trên đạt với tốt hẳn chạy trực tiếp ấy những lần thử tìm kiếm cây đều thành công nhóm nói điều đó việc gọi hàm hội thoại lượt kỹ nghệ mềm sánh rồi mới thuần túy ở cỡ đo khoảnh khắc à thế xuất hiện nào toàn tiếng việt ứng dụng sư hiển thị chuỗi từng chặn lại máy tổng hợp lúc gửi thư điện tử các đường dẫn liên tảng', 'has-abs has-arxiv has-authors has-code has-huggingface has-links has-pdf has-published has-summary has-tags has-title is-digest-only is-repaired kind-digest lang-vi');
INSERT INTO search (rowid, text, summary, title, names, tags, topics, authors, marked, facets) VALUES (6, 'trellis dung bieu dien slat de tu mot ma an xuat ra luoi gaussian hoac truong buc xa', 'trellis dung bieu dien slat de tu mot ma an xuat ra luoi gaussian hoac truong buc xa', '', '', '', '# multimodal models # 3d generation #', '', 'dùng biểu diễn để từ một mã ẩn xuất lưới hoặc trường bức xạ', 'has-arxiv has-summary has-topics kind-topic lang-vi');
INSERT INTO search (rowid, text, summary, title, names, tags, topics, authors, marked, facets) VALUES (7, 'internvl 2 5 la mo hinh mo dau tien vuot 70 tren mmmu nho chuoi suy luan va nhan rong luc chay', 'internvl 2 5 la mo hinh mo dau tien vuot 70 tren mmmu nho chuoi suy luan va nhan rong luc chay', '', '', '', '# multimodal models # vision language # d 1 scaling #', '', 'là mô hình mở đầu tiên vượt trên nhờ chuỗi luận và nhân rộng lúc chạy', 'has-arxiv has-summary has-topics kind-topic lang-vi');
INSERT INTO search (rowid, text, summary, title, names, tags, topics, authors, marked, facets) VALUES (8, 'phan thuong theo buoc processbench 2412 06559 cho thay cac prm hien co thua ca mo hinh phe binh duoc nhac bang prompt', '', '', '# processbench #', '', '', '', 'phần thưởng bước thấy các hiện có cả mô hình phê bình được nhắc bằng', 'has-arxiv kind-gap lang-vi');
INSERT INTO search (rowid, text, summary, title, names, tags, topics, authors, marked, facets) VALUES (9, 'suy luan dai nhung phi bai ve nghi qua da 2412 21187 do duoc su lang phi coconut 2412 06769 goi y mot loi ra motivation blt 2412 09871 spends compute where the text is hard coconut 2412 06769 spends it without words nobody spends both at once', '', '', '# coconut #', '', '', '', 'luận dài nhưng phí bài về nghĩ quá đà đo được sự lãng gợi ý một lối', 'has-arxiv kind-gap kind-idea lang-en lang-vi');
INSERT INTO search (rowid, text, summary, title, names, tags, topics, authors, marked, facets) VALUES (10, 'ba bao cao ky thuat deepseek v3 qwen2 5 va phi 4 cung ke chuyen du lieu nhieu hon sach hon tong hop kheo hon', 'ba bao cao ky thuat deepseek v3 qwen2 5 va phi 4 cung ke chuyen du lieu nhieu hon sach hon tong hop kheo hon', '', '', '', '# large language models llms # pre training # a 1 foundation models #', '', 'báo cáo kỹ thuật và cùng kể chuyện dữ liệu nhiều hơn sạch tổng hợp khéo', 'has-arxiv has-summary has-topics kind-topic lang-vi');
INSERT INTO search (rowid, text, summary, title, names, tags, topics, authors, marked, facets) VALUES (11, 'tieng noi cua byte sau blt 2412 09871 chua ai thu nghiem ky voi tieng viet co dau va chu han motivation blt 2412 09871 spends compute where the text is hard coconut 2412 06769 spends it without words nobody spends both at once', '', '', '# blt #', '', '', '', 'tiếng nói của chưa thử nghiệm kỹ với việt có dấu và chữ hán', 'has-arxiv kind-gap kind-idea lang-en lang-vi');
INSERT INTO search (rowid, text, summary, title, names, tags, topics, authors, marked, facets) VALUES (12, 'theagentcompany gia lap mot cong ty phan mem tac tu tot nhat tu lam tron duoc khoang mot phan tu so viec', 'theagentcompany gia lap mot cong ty phan mem tac tu tot nhat tu lam tron duoc khoang mot phan tu so viec', '', '', '', '# agents #', '', 'giả lập một công phần mềm tác tử tốt nhất tự làm trọn được khoảng tư số việc', 'has-arxiv has-summary has-topics kind-topic lang-vi');
INSERT INTO search (rowid, text, summary, title, names, tags, topics, authors, marked, facets) VALUES (13, 'ba bao cao ky thuat deepseek v3 qwen2 5 va phi 4 cung ke chuyen du lieu nhieu hon sach hon tong hop kheo hon', 'ba bao cao ky thuat deepseek v3 qwen2 5 va phi 4 cung ke chuyen du lieu nhieu hon sach hon tong hop kheo hon', '', '', '', '# large language models llms # pre training # a 1 foundation models #', '', 'báo cáo kỹ thuật và cùng kể chuyện dữ liệu nhiều hơn sạch tổng hợp khéo', 'has-arxiv has-summary has-topics kind-topic lang-vi');
INSERT INTO search (rowid, text, summary, title, names, tags, topics, authors, marked, facets) VALUES (14, 'longbench v2 co 503 cau trac nghiem ma chuyen gia trong 15 phut cung chi dung 53 7', 'longbench v2 co 503 cau trac nghiem ma chuyen gia trong 15 phut cung chi dung 53 7', '', '', '', '# large language models llms # pre training # c 3 long context #', '', 'có câu trắc nghiệm mà chuyên phút cũng chỉ đúng', 'has-arxiv has-summary has-topics kind-topic lang-vi');
INSERT INTO search (rowid, text, summary, title, names, tags, topics, authors, marked, facets) VALUES (15, 'opportunity muon ham gia tri cua oreo 2412 16145 lam nhan mem stabilise with the offline value function of oreo 2412 16145', '', '', '# oreo #', '', '', '', 'mượn hàm giá trị của làm nhãn mềm', 'has-arxiv kind-gap kind-idea lang-en lang-vi');
INSERT INTO search (rowid, text, summary, title, names, tags, topics, authors, marked, facets) VALUES (16, 'ba bao cao ky thuat deepseek v3 qwen2 5 va phi 4 cung ke chuyen du lieu nhieu hon sach hon tong hop kheo hon', 'ba bao cao ky thuat deepseek v3 qwen2 5 va phi 4 cung ke chuyen du lieu nhieu hon sach hon tong hop kheo hon', '', '', '', '# large language models llms # pre training # a 1 foundation models #', '', 'báo cáo kỹ thuật và cùng kể chuyện dữ liệu nhiều hơn sạch tổng hợp khéo', 'has-arxiv has-summary has-topics kind-topic lang-vi');
INSERT INTO search (rowid, text, summary, title, names, tags, topics, authors, marked, facets) VALUES (17, 'mo hinh kieu o1 tieu hang tram token cho phep cong hai so de xuat thuoc do hieu suat suy luan dai nhung phi bai ve nghi qua da 2412 21187 do duoc su lang phi coconut 2412 06769 goi y mot loi ra', 'mo hinh kieu o1 tieu hang tram token cho phep cong hai so de xuat thuoc do hieu suat', '', '', '', '# large language models llms # pre training # c 2 overthinking #', '', 'mô hình kiểu tiêu hàng trăm phép cộng số đề xuất thước đo hiệu suất luận dài nhưng phí bài về nghĩ quá đà được sự lãng gợi ý một lối', 'has-arxiv has-summary has-topics kind-gap kind-topic lang-vi');
